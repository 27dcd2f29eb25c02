#include "client/enlacectl/report_command.h"

#include "client/enlacectl/exit_code.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class ReportCommandTest : public GatewayCliTest {
 protected:
  ReportCommandTest() {
    v1::MechanismSummary mechanism;
    mechanism.set_mechanism_id("mx-federal");
    mechanism.set_time_zone("America/Mexico_City");
    gateway_.mechanisms = {mechanism};
    reports_.report.set_display_name("Mecanismo");
    reports_.report.set_smallest_cell(5);
    v1::ReportTable* table = reports_.report.add_tables();
    table->set_breakdown(v1::BREAKDOWN_OUTCOME);
    table->add_columns("referrals");
    v1::ReportRow* row = table->add_rows();
    row->set_key("GRANTED");
    row->add_cells()->set_value(90);
    table->mutable_total()->add_cells()->set_value(90);
    reports_.list.set_mechanism_id("mx-federal");
    v1::UnansweredLeg* leg = reports_.list.add_legs();
    leg->mutable_recipient()->set_agency_id("mx-fgr");
    leg->set_waiting_hours(77);
  }
  Ran Get(const std::vector<std::string>& more) {
    std::vector<std::string> words = {"report", "get", "--mechanism", "mx-federal"};
    words.insert(words.end(), more.begin(), more.end());
    return Run(words);
  }
};

TEST_F(ReportCommandTest, AMonthIsAskedForInTheZoneOfTheMechanism) {
  const Ran ran = Get({"--period", "2018-01", "--table", "outcome", "--table", "clock", "--subdivision",
                       "MX-CHH", "--officer", "of-7", "--purpose", "monthly-report"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(base::TimeText(base::FromProto(reports_.asked.start_time())), "2018-01-01T06:00:00Z");
  EXPECT_EQ(base::TimeText(base::FromProto(reports_.asked.end_time())), "2018-02-01T06:00:00Z");
  EXPECT_THAT(reports_.asked.breakdowns(), ElementsAre(v1::BREAKDOWN_OUTCOME, v1::BREAKDOWN_CLOCK));
  EXPECT_EQ(reports_.asked.subdivision(), "MX-CHH");
  EXPECT_EQ(reports_.asked.officer_pseudonym(), "of-7");
  EXPECT_EQ(reports_.asked.purpose(), "monthly-report");
  EXPECT_THAT(ran.out, HasSubstr("GRANTED"));
  EXPECT_THAT(ran.out, HasSubstr("receipt verified"));
}

TEST_F(ReportCommandTest, FormatsAreTextCsvAndJson) {
  EXPECT_THAT(Get({"--period", "2017", "--language", "es"}).out, HasSubstr("REMISIONES"));
  EXPECT_EQ(
      Get({"--period", "2017", "--format", "csv"}).out,
      "TABLE,ROW,AUTHORITY,COLUMN,VALUE\r\nOUTCOME,GRANTED,,referrals,90\r\nOUTCOME,TOTAL,,referrals,90\r\n");
  EXPECT_THAT(Get({"--period", "2017", "--format", "json"}).out, HasSubstr("\"document\""));
  EXPECT_THAT(Get({"--period", "2017", "-o", "json"}).out, HasSubstr("\"document\""));
}

TEST_F(ReportCommandTest, AWrongPeriodTableOrMechanismIsToldByItsOption) {
  Ran ran = Get({"--period", "2018-13"});
  EXPECT_EQ(ran.status, static_cast<int>(ExitCode::kRefused));
  EXPECT_THAT(ran.err, HasSubstr("--period"));
  ran = Get({"--period", "2018", "--table", "gossip"});
  EXPECT_THAT(ran.err, HasSubstr("--table"));
  ran = Run({"report", "get", "--mechanism", "atlantis", "--period", "2018"});
  EXPECT_THAT(ran.err, HasSubstr("mx-federal"));
}

TEST_F(ReportCommandTest, ASavedListVerifiesOfflineAndAChangedOneDoesNot) {
  const std::string path = files_.File("unanswered.json");
  const Ran ran = Run({"report", "unanswered", "--mechanism", "mx-federal", "--at-least-hours", "72",
                       "--agency", "mx-fgr", "--at", "2018-05-14", "--save", path});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(reports_.asked_list.at_least_hours(), 72u);
  EXPECT_EQ(reports_.asked_list.agency_id(), "mx-fgr");
  EXPECT_TRUE(reports_.asked_list.has_at_time());
  EXPECT_THAT(ran.out, HasSubstr("77"));
  variables_.erase("ENLACE_ADDRESS");
  const Ran verified = Run({"ledger", "verify", path});
  EXPECT_EQ(verified.status, 0) << verified.err;
  EXPECT_THAT(verified.out, HasSubstr("document_digest"));
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(path));
  const size_t hours = text.find("\"77\"");
  ASSERT_NE(hours, std::string::npos);
  text.replace(hours, 4, "\"12\"");
  const Ran changed = Run({"ledger", "verify", WriteFile("changed.json", text)});
  EXPECT_EQ(changed.status, static_cast<int>(ExitCode::kVerification));
}

TEST_F(ReportCommandTest, AListThatIsNotTheOneOfItsReceiptIsNotShown) {
  reports_.tells_another = true;
  const Ran ran = Run({"report", "unanswered", "--mechanism", "mx-federal"});
  EXPECT_EQ(ran.status, static_cast<int>(ExitCode::kVerification));
  EXPECT_EQ(ran.out, "");
}

}  // namespace
}  // namespace enlace::client
