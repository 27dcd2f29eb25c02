#include "gateway/report/outcome.h"

#include "tests/gateway/report/report_fixture.h"

namespace enlace::report {
namespace {

using store::v1::CaseState;

std::string OutcomeOfFirst(const CaseState& state) {
  return std::string(OutcomeKey(OutcomeOf(state, state.referrals(0))));
}

CaseState Declined(v1::DeclineReason reason, v1::DecisionSide side = v1::DECISION_SIDE_AGENCY) {
  CaseState state = Petition(Day(2017, 5, 1), v1::LEG_STATE_DECLINED);
  state.mutable_referrals(0)->mutable_legs(0)->set_decline_reason(reason);
  state.mutable_referrals(0)->mutable_legs(0)->set_decision_side(side);
  return state;
}

TEST(OutcomeTest, OneGrantedMeasureIsEnoughWhateverCameAfterIt) {
  CaseState state = Petition(Day(2017, 5, 1), v1::LEG_STATE_ACCEPTED);
  AddMeasure(&state, v1::MEASURE_STATE_DENIED);
  EXPECT_EQ(OutcomeOfFirst(state), "DENIED");
  AddMeasure(&state, v1::MEASURE_STATE_WITHDRAWN, Day(2017, 5, 3));
  EXPECT_EQ(OutcomeOfFirst(state), "GRANTED");
}

TEST(OutcomeTest, WhereNobodyRecordsMeasuresTheEndOfTheProtectionStandsForThem) {
  CaseState state = Petition(Day(2017, 5, 1), v1::LEG_STATE_COMPLETED);
  EXPECT_EQ(OutcomeOfFirst(state), "GRANTED");
  AddMeasure(&state, v1::MEASURE_STATE_REQUESTED);
  EXPECT_EQ(OutcomeOfFirst(state), "IN_PROCESS");
  state = Petition(Day(2017, 5, 1), v1::LEG_STATE_CLOSED);
  EXPECT_EQ(OutcomeOfFirst(state), "GRANTED");
  state.mutable_referrals(0)->mutable_legs(0)->set_purpose(v1::LEG_PURPOSE_INVESTIGATION);
  EXPECT_EQ(OutcomeOfFirst(state), "CLOSED");
}

TEST(OutcomeTest, ADeclineOnTheMeritsIsADenialAndOneOfWhoIsNotCompetentIsNot) {
  EXPECT_EQ(OutcomeOfFirst(Declined(v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET)), "DENIED");
  EXPECT_EQ(OutcomeOfFirst(Declined(v1::DECLINE_REASON_INSUFFICIENT_INFORMATION)), "DENIED");
  EXPECT_EQ(OutcomeOfFirst(Declined(v1::DECLINE_REASON_OTHER)), "DENIED");
  EXPECT_EQ(OutcomeOfFirst(Declined(v1::DECLINE_REASON_NO_CAPACITY)), "NO_TAKER");
  EXPECT_EQ(OutcomeOfFirst(Declined(v1::DECLINE_REASON_MANDATE_LAPSED)), "NO_TAKER");
  EXPECT_EQ(OutcomeOfFirst(Petition(Day(2017, 5, 1), v1::LEG_STATE_RETURNED_NOT_COMPETENT)), "NO_TAKER");
}

TEST(OutcomeTest, ADenialIsNoneWhileAnotherUnitStillHasTheProtection) {
  CaseState state = Declined(v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET);
  v1::Leg* other = AddLeg(state.mutable_referrals(0), v1::LEG_PURPOSE_PROTECTION, v1::LEG_STATE_RECEIVED);
  EXPECT_EQ(OutcomeOfFirst(state), "IN_PROCESS");
  other->set_state(v1::LEG_STATE_RETURNED_NOT_COMPETENT);
  EXPECT_EQ(OutcomeOfFirst(state), "DENIED");
}

TEST(OutcomeTest, ADenialStandsThoughThePoliceStillInvestigates) {
  CaseState state = Declined(v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET);
  AddLeg(state.mutable_referrals(0), v1::LEG_PURPOSE_INVESTIGATION, v1::LEG_STATE_IN_PROGRESS);
  EXPECT_EQ(OutcomeOfFirst(state), "DENIED");
  EXPECT_EQ(StateKey(state.referrals(0)), "OPEN_ANSWERED");
}

TEST(OutcomeTest, WhatThoseConcernedDoNotWantIsNoDenial) {
  EXPECT_EQ(OutcomeOfFirst(Declined(v1::DECLINE_REASON_SUBJECT_DECLINED, v1::DECISION_SIDE_SUBJECT)),
            "WITHDRAWN");
  CaseState state = Petition(Day(2017, 5, 1), v1::LEG_STATE_ACCEPTED);
  AddMeasure(&state, v1::MEASURE_STATE_REFUSED_BY_SUBJECT);
  EXPECT_EQ(OutcomeOfFirst(state), "WITHDRAWN");
}

TEST(OutcomeTest, WithdrawnIsWhatTheSenderTookBackWhole) {
  CaseState state = Petition(Day(2017, 5, 1), v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  EXPECT_EQ(OutcomeOfFirst(state), "WITHDRAWN");
  EXPECT_EQ(StateKey(state.referrals(0)), "WITHDRAWN");
  AddLeg(state.mutable_referrals(0), v1::LEG_PURPOSE_INVESTIGATION, v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(OutcomeOfFirst(state), "IN_PROCESS");
  // Revoked because the agency was excluded: nobody has it, and nobody wanted that.
  EXPECT_EQ(OutcomeOfFirst(Petition(Day(2017, 5, 1), v1::LEG_STATE_REVOKED)), "NO_TAKER");
  state = Petition(Day(2017, 5, 1), v1::LEG_STATE_REVOKED);
  *state.mutable_referrals(0)->mutable_consent_withdraw_time() = base::ToProto(Day(2017, 6, 1));
  EXPECT_EQ(OutcomeOfFirst(state), "WITHDRAWN");
}

TEST(OutcomeTest, EnteredInErrorIsNoPetition) {
  const CaseState state = Petition(Day(2017, 5, 1), v1::LEG_STATE_ENTERED_IN_ERROR);
  EXPECT_EQ(OutcomeOf(state, state.referrals(0)), PetitionOutcome::kEnteredInError);
  EXPECT_EQ(StateKey(state.referrals(0)), "ENTERED_IN_ERROR");
}

TEST(OutcomeTest, AHeldPetitionIsInProcess) {
  EXPECT_EQ(OutcomeOfFirst(Petition(Day(2017, 5, 1), v1::LEG_STATE_HELD)), "IN_PROCESS");
}

TEST(OutcomeTest, ALegThatWasReplacedSaysNothingAnyMore) {
  CaseState state = Declined(v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET);
  state.mutable_referrals(0)->mutable_legs(0)->set_superseded_by_leg_id("leg-2");
  AddLeg(state.mutable_referrals(0), v1::LEG_PURPOSE_PROTECTION, v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  EXPECT_EQ(OutcomeOfFirst(state), "WITHDRAWN");
}

}  // namespace
}  // namespace enlace::report
