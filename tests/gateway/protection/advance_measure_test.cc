#include "gateway/protection/advance_measure.h"

#include <algorithm>
#include <set>
#include <vector>

#include "tests/gateway/protection/measure_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::protection {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;
using Request = v1::AdvanceMeasureRequest;

std::vector<v1::ClockEvent> EventsOf(const MeasureResult& result) {
  std::vector<v1::ClockEvent> events;
  for (const referral::ClockFact& fact : result.clock_events) events.push_back(fact.event);
  return events;
}

std::vector<std::string> ToldBy(const MeasureResult& result) {
  std::vector<std::string> told;
  for (const referral::NoticeTarget& notice : result.notices) {
    EXPECT_EQ(notice.kind, v1::FEED_KIND_MEASURE_CHANGED);
    told.push_back(notice.agency_id);
  }
  return told;
}

// A measure that waits for its implementation, and another one in any state.
store::v1::CaseState TwoMeasures(v1::MeasureState first, v1::MeasureState second) {
  store::v1::CaseState state = CaseWith(NewMeasure(first, 'A'));
  state.mutable_measures(0)->set_consultation(v1::CONSULTATION_OUTCOME_AGREED);
  *state.add_measures() = NewMeasure(second, 'B');
  return state;
}

TEST(MeasureDecisionTest, AUnitOpensAMeasureUnderAnIdThatFollowsFromItsRequest) {
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(NewCase(), kUnit, Request::kRequest));
  EXPECT_EQ(result.measure.measure_id(), base::DeriveMeasureId("unit", kRequestId));
  EXPECT_EQ(result.measure.referral_id(), kReferralId);
  EXPECT_EQ(result.measure.unit().agency_id(), "unit");
  EXPECT_EQ(result.measure.state(), v1::MEASURE_STATE_REQUESTED);
  EXPECT_EQ(result.measure.version(), 1u);
  EXPECT_EQ(result.measure.persons_covered(), 3u);
  EXPECT_EQ(base::FromProto(result.measure.state_since_time()), kNow);
  store::v1::CaseState state = NewCase();
  Apply(result, kUnit, &state);
  ASSERT_EQ(state.measures_size(), 1);
  EXPECT_EQ(state.measures(0).SerializeAsString(), result.measure.SerializeAsString());
}

TEST(MeasureDecisionTest, OnlyAUnitThatAnswersOpensOne) {
  for (const v1::AgencyRef& other : {kSender, kPolice, kStateUnit, kOrganization, kOmbudsman}) {
    EXPECT_THAT(Advance(NewCase(), other, Request::kRequest), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED))
        << other.agency_id();
  }
  store::v1::CaseState state = NewCase();
  state.mutable_referrals(0)->mutable_legs(0)->set_state(v1::LEG_STATE_CLOSED);
  EXPECT_THAT(Advance(state, kUnit, Request::kRequest), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
}

TEST(MeasureDecisionTest, WhoMayNotKnowOfTheReferralGetsTheAnswerForNone) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_GRANTED);
  const absl::Status none = Advance(state, kStranger, Request::kBegin).status();
  EXPECT_THAT(none, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(Advance(state, kStranger, Request::kRequest).status(), none);
  Request unknown = Command(state.measures(0), Request::kBegin);
  unknown.set_measure_id("0000000000000000000000000Z");
  EXPECT_EQ(Decide(state, kUnit, unknown).status(), none);
  store::v1::CaseState excluding = state;
  excluding.add_exclusions()->set_agency_id("police");
  excluding.mutable_measures(0)->mutable_implementer()->set_agency_id("police");
  EXPECT_EQ(Advance(excluding, kPolice, Request::kBegin).status(), none);
}

TEST(MeasureDecisionTest, AMeasureOfAnotherReferralIsNone) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_GRANTED);
  state.mutable_measures(0)->set_referral_id("0000000000000000000000000S");
  EXPECT_THAT(Decide(state, kUnit, Command(state.measures(0), Request::kBegin)),
              ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(MeasureDecisionTest, AStaleVersionIsAConflictAndAWrongStateIsTold) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_GRANTED);
  Request request = Command(state.measures(0), Request::kBegin);
  request.set_expected_version(4);
  EXPECT_THAT(Decide(state, kUnit, request), ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
  EXPECT_THAT(Advance(state, kSender, Request::kConfirm),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::HasSubstr("a measure in GRANTED has no transition confirm")));
}

TEST(MeasureDecisionTest, AMeasureIsNotImplementedWithoutTheOutcomeOfAConsultation) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_IMPLEMENTING);
  EXPECT_THAT(Advance(state, kUnit, Request::kImplement), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  state.mutable_measures(0)->set_consultation(v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED);
  EXPECT_THAT(Advance(state, kUnit, Request::kImplement), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  state.mutable_measures(0)->set_consultation(v1::CONSULTATION_OUTCOME_REFUSED);
  EXPECT_THAT(Advance(state, kUnit, Request::kImplement), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  state.mutable_measures(0)->set_consultation(v1::CONSULTATION_OUTCOME_NOT_POSSIBLE);
  EXPECT_THAT(Advance(state, kUnit, Request::kImplement), IsOk());
}

TEST(MeasureDecisionTest, AConsultationAfterTheGrantStaysWhereItIs) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_GRANTED);
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kUnit, Request::kConsult));
  EXPECT_EQ(result.measure.state(), v1::MEASURE_STATE_GRANTED);
  EXPECT_EQ(result.measure.consultation(), v1::CONSULTATION_OUTCOME_AGREED);
  EXPECT_EQ(result.measure.version(), 6u);
  EXPECT_EQ(base::FromProto(result.measure.state_since_time()), kNow - absl::Hours(1));
}

TEST(MeasureDecisionTest, ARefusedConsultationIsNoRefusalByItself) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_REQUESTED);
  Request request = Command(state.measures(0), Request::kConsult);
  request.mutable_consult()->set_outcome(v1::CONSULTATION_OUTCOME_REFUSED);
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Decide(state, kUnit, request));
  EXPECT_EQ(result.measure.state(), v1::MEASURE_STATE_UNDER_CONSULTATION);
  EXPECT_THAT(Advance(state, kUnit, Request::kRefuse), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  ASSERT_OK_AND_ASSIGN(const MeasureResult refused, Advance(state, kOrganization, Request::kRefuse));
  EXPECT_EQ(refused.measure.state(), v1::MEASURE_STATE_REFUSED_BY_SUBJECT);
}

TEST(MeasureDecisionTest, AnOrderToThePoliceIsBegunAndImplementedByThePolice) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_UNDER_CONSULTATION);
  state.mutable_measures(0)->set_consultation(v1::CONSULTATION_OUTCOME_AGREED);
  EXPECT_THAT(Advance(state, kPolice, Request::kGrant), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  ASSERT_OK_AND_ASSIGN(const MeasureResult granted, Advance(state, kUnit, Request::kGrant));
  EXPECT_EQ(granted.measure.implementer().kind(), v1::AGENCY_KIND_POLICE);
  EXPECT_EQ(granted.measure.resolution_number(), "R-7/2026");
  Apply(granted, kUnit, &state);
  ASSERT_OK_AND_ASSIGN(const MeasureResult begun, Advance(state, kPolice, Request::kBegin));
  Apply(begun, kPolice, &state);
  ASSERT_OK_AND_ASSIGN(const MeasureResult done, Advance(state, kPolice, Request::kImplement));
  EXPECT_EQ(done.measure.unit().agency_id(), "unit") << "the unit still answers for it";
  Apply(done, kPolice, &state);
  EXPECT_THAT(Advance(state, kPolice, Request::kConfirm), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Advance(state, kUnit, Request::kConfirm), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Advance(state, kOrganization, Request::kConfirm), IsOk());
}

TEST(MeasureDecisionTest, TheKindOfAnImplementerIsNeverTheRequestersWord) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_REQUESTED);
  Request request = Command(state.measures(0), Request::kGrant);
  *request.mutable_grant()->mutable_implementer() = Agency("unknown", v1::AGENCY_KIND_COURT);
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Decide(state, kUnit, request));
  EXPECT_EQ(result.measure.implementer().kind(), v1::AGENCY_KIND_UNSPECIFIED);
}

TEST(MeasureDecisionTest, ValidityCountsFromTheConfirmationAndNotFromTheGrant) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_IMPLEMENTED);
  *state.mutable_measures(0)->mutable_grant_time() = base::ToProto(kNow - absl::Hours(24 * 300));
  EXPECT_FALSE(state.measures(0).has_valid_until_time());
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kSender, Request::kConfirm));
  EXPECT_EQ(base::FromProto(result.measure.confirm_time()), kNow);
  EXPECT_EQ(base::FromProto(result.measure.valid_until_time()), kNow + absl::Hours(24 * 365));
}

TEST(MeasureDecisionTest, WhatIsOfNoUseGoesBackAndIsImplementedAndConfirmedAnew) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  *state.mutable_measures(0)->mutable_implement_time() = base::ToProto(kNow - absl::Hours(3));
  *state.mutable_measures(0)->mutable_confirm_time() = base::ToProto(kNow - absl::Hours(2));
  *state.mutable_measures(0)->mutable_valid_until_time() = base::ToProto(kNow + absl::Hours(1));
  EXPECT_THAT(Advance(state, kUnit, Request::kReportUnsuitable),
              ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kOrganization, Request::kReportUnsuitable));
  EXPECT_EQ(result.measure.unsuitability(), v1::UNSUITABILITY_REASON_MISSING_SUPPLIES);
  Apply(result, kOrganization, &state);
  for (const MeasureAction action : {Request::kBegin, Request::kGrant}) {
    ASSERT_OK_AND_ASSIGN(const MeasureResult again, Advance(state, kUnit, action));
    EXPECT_EQ(again.measure.unsuitability(), v1::UNSUITABILITY_REASON_UNSPECIFIED);
    EXPECT_FALSE(again.measure.has_implement_time());
    EXPECT_FALSE(again.measure.has_confirm_time());
    EXPECT_FALSE(again.measure.has_valid_until_time());
  }
}

TEST(MeasureDecisionTest, AWithdrawalIsAnnouncedObjectedToAnsweredAndOnlyThenMade) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  EXPECT_THAT(Advance(state, kUnit, Request::kWithdraw), ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  ASSERT_OK_AND_ASSIGN(const MeasureResult noticed, Advance(state, kUnit, Request::kNoticeWithdrawal));
  EXPECT_EQ(noticed.measure.reason(), "risk-ordinary");
  EXPECT_THAT(ToldBy(noticed), ::testing::Contains("organization"));
  Apply(noticed, kUnit, &state);
  ASSERT_OK_AND_ASSIGN(const MeasureResult objected, Advance(state, kOrganization, Request::kObject));
  EXPECT_TRUE(objected.measure.objected());
  EXPECT_EQ(objected.measure.state(), v1::MEASURE_STATE_WITHDRAWAL_NOTICED);
  EXPECT_THAT(ToldBy(objected), ::testing::Contains("unit"));
  Apply(objected, kOrganization, &state);
  EXPECT_THAT(Advance(state, kUnit, Request::kWithdraw), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  const absl::Time after = kNow + absl::Hours(24 * 10) + absl::Microseconds(1);
  Request unanswered = Command(state.measures(0), Request::kWithdraw);
  unanswered.mutable_withdraw()->clear_objection_answer();
  EXPECT_THAT(Decide(state, kUnit, unanswered, after), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  ASSERT_OK_AND_ASSIGN(const MeasureResult withdrawn, Advance(state, kUnit, Request::kWithdraw, after));
  EXPECT_EQ(withdrawn.measure.state(), v1::MEASURE_STATE_WITHDRAWN);
  EXPECT_EQ(withdrawn.measure.reason(), "heard-and-rejected");
}

TEST(MeasureDecisionTest, AMechanismsOwnTimeForObjectionsHolds) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  const Request ten_days = Command(state.measures(0), Request::kNoticeWithdrawal);
  EXPECT_THAT(Decide(state, kUnit, ten_days, kNow, 0), IsOk());
  EXPECT_THAT(Decide(state, kUnit, ten_days, kNow, 10), IsOk());
  EXPECT_THAT(Decide(state, kUnit, ten_days, kNow, 15), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST(MeasureDecisionTest, ANoticeThatIsGivenUpLeavesTheMeasureAsItWas) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  *state.mutable_measures(0)->mutable_implement_time() = base::ToProto(kNow - absl::Hours(3));
  *state.mutable_measures(0)->mutable_confirm_time() = base::ToProto(kNow - absl::Hours(2));
  for (const MeasureAction action : {Request::kNoticeWithdrawal, Request::kSuspend}) {
    store::v1::CaseState running = state;
    ASSERT_OK_AND_ASSIGN(const MeasureResult away, Advance(running, kUnit, action));
    Apply(away, kUnit, &running);
    ASSERT_OK_AND_ASSIGN(const MeasureResult back, Advance(running, kUnit, Request::kResume));
    EXPECT_EQ(back.measure.state(), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
    EXPECT_FALSE(back.measure.has_objection_until_time());
    EXPECT_FALSE(back.measure.objected());
    EXPECT_EQ(back.measure.reason(), "");
  }
}

TEST(MeasureDecisionTest, WhatIsExpiredHasNoTransition) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  *state.mutable_measures(0)->mutable_valid_until_time() = base::ToProto(kNow);
  EXPECT_THAT(Advance(state, kUnit, Request::kSuspend), IsOk());
  EXPECT_THAT(Advance(state, kUnit, Request::kSuspend, kNow + absl::Microseconds(1)),
              ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
}

TEST(MeasureDecisionTest, ItHappenedNeitherBeforeItsStateBeganNorInTheFuture) {
  const store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_REQUESTED);
  Request request = Command(state.measures(0), Request::kGrant);
  *request.mutable_occur_time() = base::ToProto(kNow - absl::Hours(24));
  ASSERT_OK_AND_ASSIGN(const MeasureResult early, Decide(state, kUnit, request));
  EXPECT_EQ(base::FromProto(early.measure.grant_time()), kNow - absl::Hours(1));
  *request.mutable_occur_time() = base::ToProto(kNow + absl::Minutes(2));
  ASSERT_OK_AND_ASSIGN(const MeasureResult late, Decide(state, kUnit, request));
  EXPECT_EQ(base::FromProto(late.measure.grant_time()), kNow);
}

TEST(MeasureDecisionTest, EveryOtherPartyOfTheReferralIsTold) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_REQUESTED);
  // A party of another referral of the case may not know of this one.
  store::v1::ReferralRecord* other = state.add_referrals();
  other->set_referral_id("0000000000000000000000000S");
  *other->mutable_origin() = kStranger;
  state.add_exclusions()->set_agency_id("state-unit");
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kUnit, Request::kGrant));
  EXPECT_THAT(ToldBy(result), UnorderedElementsAre("prosecutor", "police", "organization", "ombudsman"));
}

TEST(MeasureDecisionTest, AnUrgentMeasureIsGrantedBeforeAnyDecisionOnTheRisk) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_REQUESTED);
  state.mutable_measures(0)->set_kind(v1::MEASURE_KIND_URGENT_PROTECTIVE);
  ASSERT_TRUE(state.protections().empty());
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kUnit, Request::kGrant));
  EXPECT_THAT(EventsOf(result),
              ElementsAre(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, v1::CLOCK_EVENT_RESOLUTION_ISSUED));
}

TEST(MeasureDecisionTest, ADenialIsAResolutionThatStartsNothing) {
  ASSERT_OK_AND_ASSIGN(const MeasureResult granted,
                       Advance(CaseIn(v1::MEASURE_STATE_REQUESTED), kUnit, Request::kGrant));
  EXPECT_THAT(EventsOf(granted), ElementsAre(v1::CLOCK_EVENT_RESOLUTION_ISSUED));
  EXPECT_FALSE(granted.clock_events[0].only_stops);
  ASSERT_OK_AND_ASSIGN(const MeasureResult denied,
                       Advance(CaseIn(v1::MEASURE_STATE_REQUESTED), kUnit, Request::kDeny));
  EXPECT_THAT(EventsOf(denied), ElementsAre(v1::CLOCK_EVENT_RESOLUTION_ISSUED));
  EXPECT_TRUE(denied.clock_events[0].only_stops);
  EXPECT_FALSE(denied.void_measure_clocks);
}

TEST(MeasureDecisionTest, MeasuresAreImplementedOnlyWhenTheLastOneGrantedIs) {
  for (const auto second :
       {v1::MEASURE_STATE_GRANTED, v1::MEASURE_STATE_IMPLEMENTING, v1::MEASURE_STATE_REPORTED_UNSUITABLE,
        v1::MEASURE_STATE_SUSPENDED, v1::MEASURE_STATE_WITHDRAWAL_NOTICED}) {
    ASSERT_OK_AND_ASSIGN(
        const MeasureResult result,
        Advance(TwoMeasures(v1::MEASURE_STATE_IMPLEMENTING, second), kUnit, Request::kImplement));
    EXPECT_THAT(EventsOf(result), IsEmpty()) << second;
  }
  for (const auto second : {v1::MEASURE_STATE_REQUESTED, v1::MEASURE_STATE_DENIED,
                            v1::MEASURE_STATE_REFUSED_BY_SUBJECT, v1::MEASURE_STATE_WITHDRAWN}) {
    ASSERT_OK_AND_ASSIGN(
        const MeasureResult result,
        Advance(TwoMeasures(v1::MEASURE_STATE_IMPLEMENTING, second), kUnit, Request::kImplement));
    EXPECT_THAT(EventsOf(result), ElementsAre(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED)) << second;
  }
}

TEST(MeasureDecisionTest, ARefusalOfTheLastThatWaitsTellsThatTheOthersAreImplemented) {
  store::v1::CaseState state = TwoMeasures(v1::MEASURE_STATE_GRANTED, v1::MEASURE_STATE_IMPLEMENTED);
  *state.mutable_measures(1)->mutable_implement_time() = base::ToProto(kNow - absl::Hours(1));
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kSender, Request::kRefuse));
  EXPECT_THAT(EventsOf(result), ElementsAre(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED));
  EXPECT_FALSE(result.void_measure_clocks);
}

TEST(MeasureDecisionTest, ClocksFallAwayOnlyWhereThoseConcernedRefusedAllThatThereWas) {
  ASSERT_OK_AND_ASSIGN(const MeasureResult all,
                       Advance(CaseIn(v1::MEASURE_STATE_GRANTED), kSender, Request::kRefuse));
  EXPECT_TRUE(all.void_measure_clocks);
  EXPECT_THAT(EventsOf(all), IsEmpty());
  for (const auto second : {v1::MEASURE_STATE_REQUESTED, v1::MEASURE_STATE_UNDER_CONSULTATION,
                            v1::MEASURE_STATE_GRANTED, v1::MEASURE_STATE_SUSPENDED}) {
    ASSERT_OK_AND_ASSIGN(const MeasureResult one, Advance(TwoMeasures(v1::MEASURE_STATE_REQUESTED, second),
                                                          kSender, Request::kRefuse));
    EXPECT_FALSE(one.void_measure_clocks) << second;
  }
  // A unit ends no clock by withdrawing what it never implemented.
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_WITHDRAWAL_NOTICED);
  *state.mutable_measures(0)->mutable_objection_until_time() = base::ToProto(kNow - absl::Hours(1));
  ASSERT_OK_AND_ASSIGN(const MeasureResult withdrawn, Advance(state, kUnit, Request::kWithdraw));
  EXPECT_FALSE(withdrawn.void_measure_clocks);
  EXPECT_THAT(EventsOf(withdrawn), IsEmpty());
}

TEST(MeasureDecisionTest, WhoTakesOverAnswersForTheMeasureFromThenOn) {
  store::v1::CaseState state = CaseIn(v1::MEASURE_STATE_GRANTED);
  state.mutable_referrals(0)->mutable_legs(0)->set_state(v1::LEG_STATE_TRANSFERRED);
  state.mutable_referrals(0)->mutable_legs(2)->set_state(v1::LEG_STATE_ACCEPTED);
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kStateUnit, Request::kBegin));
  EXPECT_EQ(result.measure.unit().agency_id(), "state-unit");
}

TEST(MeasureDecisionTest, WithoutConsentNoMeasureIsOpened) {
  store::v1::CaseState state = NewCase();
  *state.mutable_referrals(0)->mutable_origin() = kUnit;
  *state.mutable_referrals(0)->mutable_consent_withdraw_time() = base::ToProto(kNow);
  EXPECT_THAT(Advance(state, kUnit, Request::kRequest), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST(MeasureDecisionTest, ARequestThatOpenedAMeasureOpensNoSecondOne) {
  store::v1::CaseState state = NewCase();
  ASSERT_OK_AND_ASSIGN(const MeasureResult result, Advance(state, kUnit, Request::kRequest));
  Apply(result, kUnit, &state);
  EXPECT_THAT(Decide(state, kUnit, Command(v1::Measure(), Request::kRequest)),
              ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
}

}  // namespace
}  // namespace enlace::protection
