// The parts of the check that look at lists beside the rules, each alone;
// tests/mechanisms has a hundred broken files more.
#include <gtest/gtest.h>

#include "gateway/mechanism/check_parts.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;

class CheckCatalogueTest : public ::testing::Test {
 protected:
  CheckCatalogueTest() {
    mechanism_.set_country("MX");
    context_.sources = {{"law", false}};
  }

  std::string Found() const { return std::string(context_.ToStatus().message()); }

  config::v1::Subdivision* AddSubdivision(const std::string& code, const std::string& national) {
    config::v1::Subdivision* out = mechanism_.add_subdivisions();
    out->set_code(code);
    out->set_display_name("Name");
    out->set_scheme("INEGI");
    out->set_national_code(national);
    return out;
  }

  Mechanism mechanism_;
  base::YamlLines lines_;
  CheckContext context_{mechanism_, "x.yaml", lines_};
};

TEST_F(CheckCatalogueTest, RolesAndSubdivisionsBecomeWhatRulesMayName) {
  config::v1::Role* role = mechanism_.add_roles();
  role->set_code("unit");
  role->set_kind(v1::AGENCY_KIND_PROTECTION_UNIT);
  role->set_display_name("Unit");
  role->set_duty("Protects");
  role->set_source("law");
  AddSubdivision("MX-CHH", "08");
  CheckRoles(&context_);
  CheckSubdivisionList(&context_);
  EXPECT_EQ(Found(), "");
  EXPECT_EQ(context_.roles.at("unit"), v1::AGENCY_KIND_PROTECTION_UNIT);
  EXPECT_THAT(context_.subdivisions, ::testing::ElementsAre("MX-CHH"));
}

TEST_F(CheckCatalogueTest, NationalCodeThatLostItsZeroIsFoundWhereverItStands) {
  AddSubdivision("MX-CHH", "8");
  AddSubdivision("MX-VER", "30");
  CheckSubdivisionList(&context_);
  EXPECT_THAT(Found(), HasSubstr("subdivisions[0].national_code: \"8\" has not the 2 digits"));
}

TEST_F(CheckCatalogueTest, MeasureNeedsTypeNameAndDescription) {
  mechanism_.add_measures()->set_national_code("vest");
  mechanism_.mutable_measures(0)->set_source("law");
  CheckMeasures(&context_);
  for (const char* field : {"type", "display_name", "description"}) {
    EXPECT_THAT(Found(), HasSubstr(std::string("measures[0].") + field + ": is required"));
  }
}

TEST_F(CheckCatalogueTest, DutyThatLeavesSomethingOpenSaysWhat) {
  config::v1::ReportingDuty* duty = mechanism_.add_reporting_duties();
  duty->set_duty_id("D");
  duty->set_reporter("unit");
  duty->set_addressee("board");
  duty->set_content("Activities");
  duty->set_legal_reference("Article 3");
  duty->set_source("law");
  duty->set_times_per_year(1);
  CheckReportingDuties(&context_);
  EXPECT_EQ(Found(), "");
  duty->set_times_per_year(0);
  CheckReportingDuties(&context_);
  EXPECT_THAT(Found(), HasSubstr("ambiguity: is required where how often or to whom is not said"));
}

TEST_F(CheckCatalogueTest, WarningNeedsItsIssuerAndASilenceItsText) {
  mechanism_.add_warning_rules()->set_rule_id("W");
  mechanism_.add_silences()->set_about("S");
  CheckWarningRules(&context_);
  CheckSilences(&context_);
  EXPECT_THAT(Found(), HasSubstr("warning_rules[0].issuer_kind: is required"));
  EXPECT_THAT(Found(), HasSubstr("silences[0].text: is required"));
  EXPECT_THAT(Found(), HasSubstr("silences[0].source: is required"));
}

}  // namespace
}  // namespace enlace::mechanism
