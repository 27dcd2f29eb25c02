#include "gateway/mechanism/rule_groups.h"

#include <gtest/gtest.h>

#include "absl/strings/str_cat.h"
#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::ElementsAre;

const absl::Time kNow = absl::FromUnixSeconds(1768478400);  // 2026-01-15

class RuleGroupsTest : public ::testing::Test {
 protected:
  RuleGroupsTest() {
    classification_.set_procedure(v1::PROCEDURE_TYPE_URGENT);
    classification_.set_perpetrator(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
    classification_.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
    classification_.add_population(v1::POPULATION_GROUP_JOURNALIST);
    classification_.mutable_territory()->set_subdivision("MX-CHH");
  }

  config::v1::RoutingRule& Add(const std::string& id, v1::LegPurpose purpose, const std::string& branch = "",
                               uint32_t order = 0) {
    config::v1::RoutingRule& rule = *mechanism_.add_routing_rules();
    rule.set_rule_id(id);
    rule.set_purpose(purpose);
    rule.set_branch(branch);
    rule.set_fallback_order(order);
    return rule;
  }

  // "branch: rule rule" for each group.
  std::vector<std::string> Groups() const {
    std::vector<std::string> out;
    for (const RuleGroup& group : GroupRules(mechanism_, question_)) {
      std::string& text = out.emplace_back(absl::StrCat(group.purpose, group.branch, ":"));
      for (const auto* rule : group.rules) absl::StrAppend(&text, " ", rule->rule_id());
    }
    return out;
  }

  Mechanism mechanism_;
  v1::Classification classification_;
  RuleQuestion question_{classification_, kNow, kNow};
};

TEST_F(RuleGroupsTest, BranchesOfAPurposeStandTogetherAndFallBackApart) {
  Add("A", v1::LEG_PURPOSE_INVESTIGATION, "x", 1);
  Add("P", v1::LEG_PURPOSE_PROTECTION);
  Add("B", v1::LEG_PURPOSE_INVESTIGATION, "y");
  Add("C", v1::LEG_PURPOSE_INVESTIGATION, "x");
  EXPECT_THAT(Groups(), ElementsAre("2x: C A", "2y: B", "1: P"));
}

TEST_F(RuleGroupsTest, FirstConditionThatFailsIsTheReason) {
  config::v1::RoutingRule rule;
  const auto why = [&] { return MismatchOf(mechanism_, rule, question_); };
  EXPECT_EQ(why(), Mismatch::kNone);
  rule.add_subdivisions("MX-VER");
  EXPECT_EQ(why(), Mismatch::kSubdivision);
  rule.add_subject_kinds(v1::SUBJECT_KIND_COLLECTIVE);
  EXPECT_EQ(why(), Mismatch::kSubject);
  rule.add_populations(v1::POPULATION_GROUP_JUSTICE_OFFICIAL);
  EXPECT_EQ(why(), Mismatch::kPopulation);
  rule.add_procedures(v1::PROCEDURE_TYPE_ORDINARY);
  EXPECT_EQ(why(), Mismatch::kProcedure);
  rule.add_perpetrators(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  EXPECT_EQ(why(), Mismatch::kPerpetrator);
  *rule.mutable_validity()->mutable_to() = base::ToProto(kNow);
  EXPECT_EQ(why(), Mismatch::kNoLongerValid);
  *rule.mutable_validity()->mutable_from() = base::ToProto(kNow + absl::Seconds(1));
  rule.mutable_validity()->clear_to();
  EXPECT_EQ(why(), Mismatch::kNotYetValid);
}

TEST_F(RuleGroupsTest, AgreementMustNameTheSubdivisionAndBeInForceNow) {
  config::v1::RoutingRule rule;
  rule.set_requires_agreement("pact");
  EXPECT_EQ(MismatchOf(mechanism_, rule, question_), Mismatch::kAgreement);
  config::v1::Agreement& pact = *mechanism_.add_agreements();
  pact.set_key("pact");
  EXPECT_EQ(MismatchOf(mechanism_, rule, question_), Mismatch::kAgreement);
  pact.add_subdivisions("MX-CHH");
  EXPECT_EQ(MismatchOf(mechanism_, rule, question_), Mismatch::kNone);
  *pact.mutable_validity()->mutable_to() = base::ToProto(kNow);
  EXPECT_EQ(MismatchOf(mechanism_, rule, question_), Mismatch::kAgreement);
}

TEST_F(RuleGroupsTest, ClockDependsOnDateProcedureAndLocality) {
  config::v1::ClockRule rule;
  EXPECT_EQ(MismatchOf(rule, question_), Mismatch::kNone);
  rule.add_localities(v1::CLOCK_LOCALITY_CAPITAL_CITY);
  EXPECT_EQ(MismatchOf(rule, question_), Mismatch::kLocality);
  rule.add_procedures(v1::PROCEDURE_TYPE_ORDINARY);
  EXPECT_EQ(MismatchOf(rule, question_), Mismatch::kProcedure);
}

}  // namespace
}  // namespace enlace::mechanism
