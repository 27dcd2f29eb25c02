// The parts of the check that look at rules, each alone; tests/mechanisms has a
// hundred broken files more.
#include <gtest/gtest.h>

#include "gateway/mechanism/check_parts.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CheckRulesTest : public ::testing::Test {
 protected:
  CheckRulesTest() {
    context_.sources = {{"law", false}, {"operator", true}};
    route_ = mechanism_.add_routing_rules();
    route_->set_rule_id("R1");
    route_->set_purpose(v1::LEG_PURPOSE_PROTECTION);
    route_->set_recipient_kind(v1::AGENCY_KIND_PROTECTION_UNIT);
    route_->set_access(v1::ACCESS_GRADE_FULL);
    route_->set_source("law");
    route_->set_legal_reference("Article 1");
    clock_ = mechanism_.add_clock_rules();
    clock_->set_rule_id("C1");
    clock_->set_starts(v1::CLOCK_EVENT_PETITION_RECEIVED);
    clock_->set_stops(v1::CLOCK_EVENT_RESPONSE_GIVEN);
    clock_->set_amount(3);
    clock_->set_basis(v1::DAY_BASIS_ELAPSED_HOURS);
    clock_->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
    clock_->set_source("law");
    clock_->set_legal_reference("Article 2");
  }

  std::string Routes() {
    CheckRoutingRules(&context_);
    return std::string(context_.ToStatus().message());
  }
  std::string Clocks() {
    CheckClockRules(&context_);
    return std::string(context_.ToStatus().message());
  }

  Mechanism mechanism_;
  base::YamlLines lines_;
  CheckContext context_{mechanism_, "x.yaml", lines_};
  config::v1::RoutingRule* route_;
  config::v1::ClockRule* clock_;
};

TEST_F(CheckRulesTest, GoodRulesPass) {
  EXPECT_EQ(Routes(), "");
  EXPECT_EQ(Clocks(), "");
}

TEST_F(CheckRulesTest, RoleMustBeOfTheRecipientsKind) {
  context_.roles = {{"court", v1::AGENCY_KIND_COURT}, {"unit", v1::AGENCY_KIND_PROTECTION_UNIT}};
  route_->set_recipient_role("unit");
  EXPECT_EQ(Routes(), "");
  route_->set_recipient_role("court");
  EXPECT_THAT(Routes(), HasSubstr("recipient_role: \"court\" is a role of another kind"));
}

TEST_F(CheckRulesTest, OverseerGetsNoContent) {
  route_->set_purpose(v1::LEG_PURPOSE_OVERSIGHT);
  EXPECT_THAT(Routes(), HasSubstr("access: cannot be full"));
}

TEST_F(CheckRulesTest, OperatorTargetIsNeverLaw) {
  clock_->set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  clock_->set_source("operator");
  EXPECT_THAT(Clocks(), HasSubstr("inferred: must be true for an operator_target"));
}

TEST_F(CheckRulesTest, LawIsNotWhatTheOperatorChose) {
  clock_->set_source("operator");
  clock_->set_inferred(true);
  EXPECT_THAT(Clocks(), HasSubstr("authority: cannot be law"));
}

TEST_F(CheckRulesTest, OnlyASilenceStartsAndStopsWithTheSameEvent) {
  clock_->set_starts(v1::CLOCK_EVENT_STATUS_MOVED);
  clock_->set_stops(v1::CLOCK_EVENT_STATUS_MOVED);
  EXPECT_EQ(Clocks(), "");
  clock_->set_starts(v1::CLOCK_EVENT_RESPONSE_GIVEN);
  clock_->set_stops(v1::CLOCK_EVENT_RESPONSE_GIVEN);
  EXPECT_THAT(Clocks(), HasSubstr("stops: is the event that starts the clock"));
}

TEST_F(CheckRulesTest, ClockIsAnsweredForByALegThatExists) {
  clock_->set_responsible_purpose(v1::LEG_PURPOSE_PROTECTION);
  EXPECT_EQ(Clocks(), "");
  clock_->set_responsible_purpose(v1::LEG_PURPOSE_INVESTIGATION);
  EXPECT_THAT(Clocks(), HasSubstr("responsible_purpose: is the purpose of no routing rule"));
}

TEST_F(CheckRulesTest, FloorQuotesItsWords) {
  clock_->set_at_least(true);
  EXPECT_THAT(Clocks(), HasSubstr("ambiguity: is required with at_least"));
}

TEST_F(CheckRulesTest, WithoutRoutesNothingCanBeSent) {
  mechanism_.clear_routing_rules();
  EXPECT_THAT(Routes(), HasSubstr("routing_rules: is required"));
}

}  // namespace
}  // namespace enlace::mechanism
