#include "gateway/clock/escalation.h"

#include <gtest/gtest.h>

#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "tests/support/status_matchers.h"

namespace enlace::clock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

const absl::Time kStart = absl::FromUnixSeconds(1768478400);
constexpr char kCase[] = "CASE";
constexpr char kReferral[] = "REF";

// One referral of "sender" to "unit" (protection) and "fiscalia" (investigation),
// and a clock of ten hours from kStart that "unit" answers for.
class EscalationTest : public ::testing::Test {
 protected:
  EscalationTest() {
    rules_.set_country("MX");
    config::v1::ClockRule* rule = rules_.add_clock_rules();
    rule->set_rule_id("C-1");
    rule->set_responsible_purpose(v1::LEG_PURPOSE_PROTECTION);
    state_.set_case_id(kCase);
    store::v1::ReferralRecord* referral = state_.add_referrals();
    referral->set_referral_id(kReferral);
    referral->mutable_origin()->set_agency_id("sender");
    referral->mutable_classification()->mutable_territory()->set_country("MX");
    referral->mutable_classification()->mutable_territory()->set_subdivision("MX-CHH");
    AddLeg("unit", v1::LEG_PURPOSE_PROTECTION);
    AddLeg("fiscalia", v1::LEG_PURPOSE_INVESTIGATION);
    AddClock(kStart, kStart + absl::Hours(10));
  }

  v1::Leg* AddLeg(const std::string& agency, v1::LegPurpose purpose) {
    v1::Leg* leg = state_.mutable_referrals(0)->add_legs();
    leg->set_leg_id(absl::StrCat("LEG", state_.referrals(0).legs_size()));
    leg->mutable_recipient()->set_agency_id(agency);
    leg->set_purpose(purpose);
    leg->set_access(v1::ACCESS_GRADE_FULL);
    leg->set_state(v1::LEG_STATE_DISPATCHED);
    leg->set_version(2);
    return leg;
  }

  v1::Clock* AddClock(absl::Time start, absl::Time due, const std::string& id = "C-1/REF") {
    v1::Clock* clock = state_.add_clocks();
    clock->set_clock_id(id);
    clock->set_rule_id("C-1");
    clock->set_referral_id(kReferral);
    *clock->mutable_start_time() = base::ToProto(start);
    *clock->mutable_due_time() = base::ToProto(due);
    clock->set_state(v1::CLOCK_STATE_RUNNING);
    SetSteps(LadderOf(rules_, rules_.clock_rules(0)), clock);
    return clock;
  }

  void AddAgency(const std::string& id, v1::AgencyKind kind, const std::string& territory = "") {
    v1::Agency agency;
    agency.set_agency_id(id);
    agency.set_kind(kind);
    agency.set_country("MX");
    if (!territory.empty()) agency.add_territories(territory);
    agencies_.push_back(agency);
  }
  void Exclude(const std::string& agency) { state_.add_exclusions()->set_agency_id(agency); }

  // Lets the scheduler look at kStart + `hours`: "step: agencies told, missing kinds",
  // one line for each step that it takes.
  std::vector<std::string> At(double hours) {
    const absl::Time now = kStart + absl::Hours(hours);
    const Surroundings around{agencies_, [this](absl::string_view) { return &rules_; }, now, now};
    last_ = TakeSteps(state_, around);
    std::vector<std::string> lines;
    for (const store::v1::Event& event : last_.events) {
      referral::Apply(event, now, v1::AgencyRef(), &state_);
      if (event.has_leg_opened()) {
        lines.push_back(absl::StrCat("+", event.leg_opened().leg().recipient().agency_id()));
      }
      if (!event.has_step_taken()) continue;
      const store::v1::StepTaken& taken = event.step_taken();
      lines.push_back(absl::StrCat(taken.step_id(), ": ", absl::StrJoin(taken.told_agency_ids(), " ")));
      for (const int kind : taken.missing_kinds()) {
        absl::StrAppend(&lines.back(), " -", v1::AgencyKind_Name(kind).substr(12));
      }
    }
    return lines;
  }
  std::vector<std::string> ItemsFor(const std::string& agency) const {
    std::vector<std::string> kinds;
    for (const referral::NoticeTarget& notice : last_.notices) {
      if (notice.agency_id == agency) kinds.push_back(v1::FeedKind_Name(notice.kind).substr(10));
    }
    return kinds;
  }
  const v1::Clock& clock() const { return state_.clocks(0); }

  mechanism::Mechanism rules_;
  store::v1::CaseState state_;
  std::vector<v1::Agency> agencies_;
  referral::Decision last_;
};

TEST_F(EscalationTest, TheDefaultLadderRemindsThenTellsThenEscalates) {
  AddAgency("consejo", v1::AGENCY_KIND_RISK_COMMITTEE);
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  EXPECT_THAT(At(4.99), IsEmpty());
  EXPECT_THAT(At(5), ElementsAre("reminder-50: unit"));
  EXPECT_THAT(At(7.99), IsEmpty());
  EXPECT_THAT(At(8), ElementsAre("reminder-80: unit"));
  EXPECT_THAT(At(10), ElementsAre("breach: sender unit"));
  EXPECT_THAT(At(12.5), ElementsAre("+consejo", "council: consejo sender unit -PROTECTION_COUNCIL"));
  EXPECT_THAT(At(15), ElementsAre("+cndh", "ombudsman: cndh sender unit"));
  EXPECT_THAT(At(100000), IsEmpty());
}

TEST_F(EscalationTest, AStepIsTakenOnceHoweverOftenOneLooks) {
  EXPECT_THAT(At(5), ElementsAre("reminder-50: unit"));
  for (int i = 0; i < 100; ++i) EXPECT_THAT(At(5 + i * 0.02), IsEmpty());
}

TEST_F(EscalationTest, OverdueAtBirthTakesAllThatPassedAtOnceInOrder) {
  EXPECT_THAT(At(13), ElementsAre("reminder-50: unit", "reminder-80: unit", "breach: sender unit",
                                  "council: sender unit -RISK_COMMITTEE -PROTECTION_COUNCIL"));
}

TEST_F(EscalationTest, StepsOfSeveralClocksComeInTheOrderOfTheirTimes) {
  AddClock(kStart - absl::Hours(10), kStart + absl::Hours(2), "C-1/REF/2");
  At(5);
  std::vector<std::string> order;
  for (const store::v1::Event& event : last_.events) {
    order.push_back(absl::StrCat(event.step_taken().clock_id(), " ", event.step_taken().step_id()));
  }
  EXPECT_THAT(order, ElementsAre("C-1/REF/2 reminder-50", "C-1/REF/2 reminder-80", "C-1/REF/2 breach",
                                 "C-1/REF reminder-50", "C-1/REF/2 council"));
}

TEST_F(EscalationTest, AClockThatStoppedOrIsVoidTakesNoStep) {
  *state_.mutable_clocks(0)->mutable_stop_time() = base::ToProto(kStart + absl::Hours(6));
  EXPECT_THAT(At(100), IsEmpty());  // Not even the one whose time had come before.
  state_.mutable_clocks(0)->clear_stop_time();
  state_.mutable_clocks(0)->set_state(v1::CLOCK_STATE_VOID);
  EXPECT_THAT(At(100), IsEmpty());
  EXPECT_EQ(NextDue(state_), absl::InfiniteFuture());
}

TEST_F(EscalationTest, WhoeverAnswersForTheClockByThenIsTold) {
  EXPECT_THAT(At(5), ElementsAre("reminder-50: unit"));
  state_.mutable_referrals(0)->mutable_legs(0)->set_state(v1::LEG_STATE_DECLINED);
  EXPECT_THAT(At(8), ElementsAre("reminder-80: sender"));
}

TEST_F(EscalationTest, AnExcludedAgencyIsToldNothingAndGetsNoLeg) {
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  AddAgency("unit", v1::AGENCY_KIND_PROTECTION_UNIT);
  Exclude("cndh");
  Exclude("unit");
  At(100);
  EXPECT_THAT(ItemsFor("cndh"), IsEmpty());
  EXPECT_THAT(ItemsFor("unit"), IsEmpty());
  EXPECT_EQ(referral::GradeIn(state_, "cndh"), v1::ACCESS_GRADE_UNSPECIFIED);
}

TEST_F(EscalationTest, AnExcludedOmbudsmanLooksLikeNone) {
  At(100);
  const std::string none = last_.events.back().SerializeAsString();
  state_.mutable_clocks(0)->Clear();
  state_.clear_clocks();
  AddClock(kStart, kStart + absl::Hours(10));
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  Exclude("cndh");
  At(100);
  EXPECT_EQ(last_.events.back().SerializeAsString(), none);
}

TEST_F(EscalationTest, AnOmbudsmanWithoutPartGetsALegForItsStatusAlone) {
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  At(15);
  const v1::Leg& leg = state_.referrals(0).legs(2);
  EXPECT_EQ(leg.recipient().agency_id(), "cndh");
  EXPECT_EQ(leg.purpose(), v1::LEG_PURPOSE_OVERSIGHT);
  EXPECT_EQ(leg.access(), v1::ACCESS_GRADE_STATUS_ONLY);
  EXPECT_EQ(leg.state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(leg.routing_rule_id(), "escalation:ombudsman");
  EXPECT_EQ(referral::GradeIn(state_, "cndh"), v1::ACCESS_GRADE_STATUS_ONLY);
  EXPECT_THAT(ItemsFor("cndh"), ElementsAre("LEG_DISPATCHED", "CLOCK"));
}

TEST_F(EscalationTest, AnOmbudsmanThatOverseesAlreadyGetsAFeedItemOnly) {
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  AddLeg("cndh", v1::LEG_PURPOSE_OVERSIGHT)->set_access(v1::ACCESS_GRADE_OVERSIGHT);
  At(15);
  EXPECT_EQ(state_.referrals(0).legs_size(), 3);
  EXPECT_THAT(ItemsFor("cndh"), ElementsAre("CLOCK"));
}

TEST_F(EscalationTest, AnOmbudsmanWhoseAccessWasTakenBackIsNotBroughtInAgain) {
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  AddLeg("cndh", v1::LEG_PURPOSE_OVERSIGHT)->set_state(v1::LEG_STATE_REVOKED);
  At(15);
  EXPECT_EQ(state_.referrals(0).legs_size(), 3);
  EXPECT_THAT(ItemsFor("cndh"), IsEmpty());
}

TEST_F(EscalationTest, NobodyIsBroughtInOnceTheConsentWasWithdrawn) {
  AddAgency("cndh", v1::AGENCY_KIND_OMBUDSMAN);
  *state_.mutable_referrals(0)->mutable_consent_withdraw_time() = base::ToProto(kStart);
  EXPECT_THAT(At(15), ::testing::Contains("ombudsman: sender -OMBUDSMAN"));
  EXPECT_EQ(state_.referrals(0).legs_size(), 2);
  EXPECT_EQ(referral::GradeIn(state_, "cndh"), v1::ACCESS_GRADE_UNSPECIFIED);
}

TEST_F(EscalationTest, OnlyAgenciesCompetentForTheTerritoryAndInMandateAreBroughtIn) {
  AddAgency("cedh-chihuahua", v1::AGENCY_KIND_OMBUDSMAN, "MX-CHH");
  AddAgency("cedh-sonora", v1::AGENCY_KIND_OMBUDSMAN, "MX-SON");
  AddAgency("lapsed", v1::AGENCY_KIND_OMBUDSMAN);
  *agencies_.back().add_mandates()->mutable_valid_to() = base::ToProto(kStart);
  AddAgency("foreign", v1::AGENCY_KIND_OMBUDSMAN);
  agencies_.back().set_country("GT");
  At(15);
  EXPECT_EQ(state_.referrals(0).legs_size(), 3);
  EXPECT_EQ(state_.referrals(0).legs(2).recipient().agency_id(), "cedh-chihuahua");
}

TEST_F(EscalationTest, ACouncilThatMayReadNoCaseIsNotedAsMissing) {
  AddAgency("junta", v1::AGENCY_KIND_PROTECTION_COUNCIL);
  At(12.5);
  EXPECT_THAT(ItemsFor("junta"), IsEmpty());
  EXPECT_THAT(clock().steps(3).missing_kinds(),
              ElementsAre(v1::AGENCY_KIND_RISK_COMMITTEE, v1::AGENCY_KIND_PROTECTION_COUNCIL));
}

TEST_F(EscalationTest, ARuleHasItsOwnLadderBeforeThatOfTheMechanism) {
  EXPECT_EQ(LadderOf(rules_, rules_.clock_rules(0)).size(), 5);
  rules_.add_escalation()->set_step_id("of-mechanism");
  EXPECT_EQ(LadderOf(rules_, rules_.clock_rules(0))[0].step_id(), "of-mechanism");
  rules_.mutable_clock_rules(0)->add_escalation()->set_step_id("of-rule");
  EXPECT_EQ(LadderOf(rules_, rules_.clock_rules(0))[0].step_id(), "of-rule");
}

TEST_F(EscalationTest, TheLadderOfARunningClockStaysWhenTheRulesChange) {
  rules_.add_escalation()->set_step_id("new");
  EXPECT_THAT(At(5), ElementsAre("reminder-50: unit"));
}

TEST_F(EscalationTest, TheTimesOfStepsAreExactForACentury) {
  v1::Clock clock;
  *clock.mutable_start_time() = base::ToProto(kStart);
  *clock.mutable_due_time() = base::ToProto(kStart + absl::Hours(24 * 36500));
  SetSteps(DefaultLadder(), &clock);
  EXPECT_EQ(base::FromProto(clock.steps(1).step_time()), kStart + absl::Hours(24 * 29200));
  EXPECT_EQ(base::FromProto(clock.steps(2).step_time()), base::FromProto(clock.due_time()));
  EXPECT_EQ(base::FromProto(clock.steps(4).step_time()), kStart + absl::Hours(24 * 54750));
}

TEST_F(EscalationTest, NextDueIsTheFirstStepNotTaken) {
  EXPECT_EQ(NextDue(state_), kStart + absl::Hours(5));
  At(5);
  EXPECT_EQ(NextDue(state_), kStart + absl::Hours(8));
  At(100);
  EXPECT_EQ(NextDue(state_), absl::InfiniteFuture());
}

TEST_F(EscalationTest, AHeldLegIsDueWhenItsSenderIsToldAgain) {
  EXPECT_FALSE(HasHeldLeg(state_));
  v1::Leg* leg = AddLeg("", v1::LEG_PURPOSE_UNSPECIFIED);
  leg->set_state(v1::LEG_STATE_HELD);
  *leg->mutable_review_time() = base::ToProto(kStart + absl::Hours(1));
  EXPECT_TRUE(HasHeldLeg(state_));
  EXPECT_EQ(NextDue(state_), kStart + absl::Hours(1));
  leg->set_state(v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  EXPECT_EQ(NextDue(state_), kStart + absl::Hours(5));
}

TEST_F(EscalationTest, HeldLegsAreToldDailyUnlessTheMechanismSaysOtherwise) {
  EXPECT_EQ(HeldReminder(rules_), absl::Hours(24));
  rules_.set_held_reminder_hours(3);
  EXPECT_EQ(HeldReminder(rules_), absl::Hours(3));
}

}  // namespace
}  // namespace enlace::clock
