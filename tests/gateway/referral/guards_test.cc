#include "gateway/referral/guards.h"

#include <functional>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;
using ::testing::HasSubstr;
using ::testing::StartsWith;
using enum v1::LegState;

struct Breach {
  const char* name;
  v1::LegState from;
  Request::ActionCase action;
  const char* caller;
  std::function<void(Request*)> breach;
  const char* message;
};

void NoOfficer(Request* r) { r->clear_officer_pseudonym(); }
void NoNote(Request* r) { r->clear_sealed_note(); }

class GuardTest : public ::testing::TestWithParam<Breach> {};

TEST_P(GuardTest, RefusesInWordsAndKeepsWhatIsWhole) {
  const Breach& breach = GetParam();
  const auto state = CaseIn(breach.from);
  Request request = Command(state, breach.action);
  ASSERT_THAT(Decide(state, breach.caller, request), IsOk());
  breach.breach(&request);
  const auto result = Decide(state, breach.caller, request);
  EXPECT_THAT(result, ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(std::string(result.status().message()), HasSubstr(breach.message));
  EXPECT_THAT(std::string(result.status().message()), StartsWith("T"));
}

constexpr char kOfficerWords[] = "officer_pseudonym is required";
constexpr char kReasonWords[] = "a coded reason is required";

INSTANTIATE_TEST_SUITE_P(
    All, GuardTest,
    ::testing::Values(Breach{"T4Channel", LEG_STATE_DISPATCHED, Request::kConfirmDelivery, kRecipient,
                             [](Request* r) { r->mutable_confirm_delivery()->clear_channel(); },
                             "T4: the channel must be named"},
                      Breach{"T5Channel", LEG_STATE_DISPATCHED, Request::kReportDeliveryFailure, kRecipient,
                             [](Request* r) { r->mutable_report_delivery_failure()->clear_channel(); },
                             "T5: the channel"},
                      Breach{"T6Channel", LEG_STATE_DELIVERY_FAILED, Request::kRetryDelivery, kSender,
                             [](Request* r) { r->mutable_retry_delivery()->clear_channel(); },
                             "T6: the channel"},
                      Breach{"T7Officer", LEG_STATE_DELIVERED, Request::kConfirmReception, kRecipient,
                             NoOfficer, kOfficerWords},
                      Breach{"T8Note", LEG_STATE_RECEIVED, Request::kRequestInformation, kRecipient, NoNote,
                             "T8: a note sealed to the sender"},
                      Breach{"T8NoteToAnother", LEG_STATE_RECEIVED, Request::kRequestInformation, kRecipient,
                             [](Request* r) { *r->mutable_sealed_note() = Sealed({kOther}); },
                             "T8: a note sealed to the sender"},
                      Breach{"T9Note", LEG_STATE_INFORMATION_REQUESTED, Request::kProvideInformation, kSender,
                             NoNote, "T9: a note sealed to the recipient"},
                      Breach{"T10Officer", LEG_STATE_RECEIVED, Request::kAccept, kRecipient, NoOfficer,
                             kOfficerWords},
                      Breach{"T11Officer", LEG_STATE_RECEIVED, Request::kDecline, kRecipient, NoOfficer,
                             kOfficerWords},
                      Breach{"T11Reason", LEG_STATE_RECEIVED, Request::kDecline, kRecipient,
                             [](Request* r) { r->mutable_decline()->clear_reason(); },
                             "T11: a coded reason and the side"},
                      Breach{"T11Side", LEG_STATE_RECEIVED, Request::kDecline, kRecipient,
                             [](Request* r) { r->mutable_decline()->clear_side(); },
                             "T11: a coded reason and the side"},
                      Breach{"T11Subject", LEG_STATE_RECEIVED, Request::kDecline, kRecipient,
                             [](Request* r) {
                               r->mutable_decline()->set_reason(v1::DECLINE_REASON_SUBJECT_DECLINED);
                             },
                             "SUBJECT_DECLINED needs the side SUBJECT"},
                      Breach{"T11Words", LEG_STATE_RECEIVED, Request::kDecline, kRecipient, NoNote,
                             "NO_CAPACITY"},
                      Breach{"T11WordsOther", LEG_STATE_INFORMATION_REQUESTED, Request::kDecline, kRecipient,
                             [](Request* r) {
                               r->mutable_decline()->set_reason(v1::DECLINE_REASON_OTHER);
                               NoNote(r);
                             },
                             "need a note sealed to the sender"},
                      Breach{"T11WordsLegal", LEG_STATE_RECEIVED, Request::kDecline, kRecipient,
                             [](Request* r) {
                               r->mutable_decline()->set_reason(
                                   v1::DECLINE_REASON_LEGAL_REQUIREMENTS_NOT_MET);
                               NoNote(r);
                             },
                             "need a note sealed to the sender"},
                      Breach{"T12Officer", LEG_STATE_ACCEPTED, Request::kReturnNotCompetent, kRecipient,
                             NoOfficer, kOfficerWords},
                      Breach{"T12Ground", LEG_STATE_ACCEPTED, Request::kReturnNotCompetent, kRecipient,
                             [](Request* r) {
                               r->mutable_return_not_competent()->set_ground(v1::DECLINE_REASON_NO_CAPACITY);
                             },
                             "T12: the ground must be"},
                      Breach{"T13Act", LEG_STATE_ACCEPTED, Request::kBeginWork, kRecipient,
                             [](Request* r) {
                               r->mutable_begin_work()->set_act(v1::CLOCK_EVENT_CRIME_COMMITTED);
                             },
                             "T13: the act"},
                      Breach{"T14Reason", LEG_STATE_IN_PROGRESS, Request::kHold, kRecipient,
                             [](Request* r) { r->mutable_hold()->clear_reason(); }, kReasonWords},
                      Breach{"T14Review", LEG_STATE_IN_PROGRESS, Request::kHold, kRecipient,
                             [](Request* r) { r->mutable_hold()->clear_review_time(); }, "T14: review_time"},
                      Breach{
                          "T14ReviewNow", LEG_STATE_IN_PROGRESS, Request::kHold, kRecipient,
                          [](Request* r) { *r->mutable_hold()->mutable_review_time() = base::ToProto(kNow); },
                          "must lie in the future"},
                      Breach{"T15Officer", LEG_STATE_IN_PROGRESS, Request::kComplete, kRecipient, NoOfficer,
                             kOfficerWords},
                      Breach{"T15Outcome", LEG_STATE_IN_PROGRESS, Request::kComplete, kRecipient,
                             [](Request* r) { r->mutable_complete()->clear_outcome(); }, "T15: an outcome"},
                      Breach{"T15NoConsultation", LEG_STATE_IN_PROGRESS, Request::kComplete, kRecipient,
                             [](Request* r) { r->mutable_complete()->clear_consultation(); },
                             "needs the outcome of the consultation"},
                      Breach{"T15NotYet", LEG_STATE_IN_PROGRESS, Request::kComplete, kRecipient,
                             [](Request* r) {
                               r->mutable_complete()->set_consultation(
                                   v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED);
                             },
                             "needs the outcome of the consultation"},
                      Breach{"T15NotPossible", LEG_STATE_IN_PROGRESS, Request::kComplete, kRecipient,
                             [](Request* r) {
                               r->mutable_complete()->set_consultation(v1::CONSULTATION_OUTCOME_NOT_POSSIBLE);
                               NoNote(r);
                             },
                             "NOT_POSSIBLE needs a note"},
                      Breach{"T17Officer", LEG_STATE_CLOSED, Request::kReopen, kRecipient, NoOfficer,
                             kOfficerWords},
                      Breach{"T17Reason", LEG_STATE_CLOSED, Request::kReopen, kSender,
                             [](Request* r) { r->mutable_reopen()->clear_reason(); }, kReasonWords},
                      Breach{"T18Officer", LEG_STATE_RECEIVED, Request::kWithdraw, kSender, NoOfficer,
                             kOfficerWords},
                      Breach{"T18Reason", LEG_STATE_RECEIVED, Request::kWithdraw, kSender,
                             [](Request* r) { r->mutable_withdraw()->clear_reason(); }, kReasonWords},
                      Breach{"T19Officer", LEG_STATE_ON_HOLD, Request::kRevoke, kSender, NoOfficer,
                             kOfficerWords},
                      Breach{"T19Reason", LEG_STATE_ON_HOLD, Request::kRevoke, kSender,
                             [](Request* r) { r->mutable_revoke()->clear_reason(); }, kReasonWords},
                      Breach{"T20Officer", LEG_STATE_ACCEPTED, Request::kTransfer, kRecipient, NoOfficer,
                             kOfficerWords},
                      Breach{"T20Unsealed", LEG_STATE_ACCEPTED, Request::kTransfer, kRecipient, NoNote,
                             "T20: the successor must be"},
                      Breach{"T20OtherAgency", LEG_STATE_ACCEPTED, Request::kTransfer, kRecipient,
                             [](Request* r) {
                               r->mutable_transfer()->mutable_successor()->set_agency_id(kStranger);
                             },
                             "T20: the successor must be"},
                      Breach{
                          "T20OtherPurpose", LEG_STATE_ACCEPTED, Request::kTransfer, kRecipient,
                          [](Request* r) { r->mutable_transfer()->set_purpose(v1::LEG_PURPOSE_PROTECTION); },
                          "T20: the successor must be"},
                      Breach{"T20ToItself", LEG_STATE_ACCEPTED, Request::kTransfer, kRecipient,
                             [](Request* r) {
                               r->mutable_transfer()->mutable_successor()->set_agency_id(kRecipient);
                             },
                             "T20: the successor must be"},
                      Breach{"T21Officer", LEG_STATE_HELD, Request::kMarkEnteredInError, kSender, NoOfficer,
                             kOfficerWords},
                      Breach{"T21Reason", LEG_STATE_HELD, Request::kMarkEnteredInError, kSender,
                             [](Request* r) { r->mutable_mark_entered_in_error()->clear_reason(); },
                             kReasonWords}),
    [](const auto& info) { return std::string(info.param.name); });

TEST(GuardsTest, OverdueClockWantsAnExplanationBeforeClosing) {
  auto state = CaseIn(LEG_STATE_COMPLETED);
  v1::Clock& clock = *state.add_clocks();
  clock.set_referral_id(state.referrals(0).referral_id());
  *clock.mutable_start_time() = base::ToProto(kNow - absl::Hours(3));
  *clock.mutable_due_time() = base::ToProto(kNow - absl::Seconds(1));
  Request request = Command(state, Request::kClose);
  EXPECT_THAT(Decide(state, kSender, request), StatusIs(absl::StatusCode::kFailedPrecondition,
                                                        HasSubstr("T16: overdue_explanation is required")));
  request.mutable_close()->set_overdue_explanation("road-closed");
  EXPECT_THAT(Decide(state, kSender, request), IsOk());
}

TEST(GuardsTest, ReopeningIsRefusedWhileAnotherLegIsOpenForTheSame) {
  auto state = CaseIn(LEG_STATE_CLOSED);
  v1::Leg twin = FirstLeg(state);
  twin.set_leg_id("twin");
  twin.set_state(LEG_STATE_DISPATCHED);
  *state.mutable_referrals(0)->add_legs() = twin;
  EXPECT_THAT(Decide(state, kRecipient, Command(state, Request::kReopen)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("T17: no other leg of the referral may be open")));
}

TEST(GuardsTest, ReasonsWithoutNeedOfWordsTakeNoNote) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kDecline);
  request.clear_sealed_note();
  request.mutable_decline()->set_reason(v1::DECLINE_REASON_CONFLICT_OF_INTEREST);
  EXPECT_THAT(Decide(state, kRecipient, request), IsOk());
}

bool HoldsFor(Guard guard, const store::v1::CaseState& state, const Request& request,
              const absl::optional<v1::PlannedLeg>& next_leg = absl::nullopt) {
  return Holds(guard, {state, state.referrals(0), FirstLeg(state), request, next_leg, kNow});
}

// The table asks each guard of its own actions only; asked of another it must not
// let pass what it cannot see.
TEST(GuardsTest, WhatAnotherActionCannotSayIsNotSaid) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  const Request accept = Command(state, Request::kAccept);
  for (const Guard guard :
       {Guard::kChannelNamed, Guard::kReasonGiven, Guard::kReasonAndSide, Guard::kGroundIsCompetence,
        Guard::kReviewInFuture, Guard::kOutcomeGiven, Guard::kSuccessorCanTake, static_cast<Guard>(99)}) {
    EXPECT_FALSE(HoldsFor(guard, state, accept)) << static_cast<int>(guard);
  }
}

TEST(GuardsTest, GuardsOfTheGatewaysOwnMovesHoldForRequests) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  for (const Guard guard : {Guard::kNone, Guard::kSubmissionComplete, Guard::kNobodyCompetent,
                            Guard::kRouteFound, Guard::kExclusionOrRevocation}) {
    EXPECT_TRUE(HoldsFor(guard, state, Command(state, Request::kAccept))) << static_cast<int>(guard);
  }
}

TEST(GuardsTest, ALegIsWorkedOnByActsOfItsPurpose) {
  for (int purpose = 1; purpose <= v1::LegPurpose_MAX; ++purpose) {
    auto state = CaseIn(LEG_STATE_ACCEPTED);
    state.mutable_referrals(0)->mutable_legs(0)->set_purpose(static_cast<v1::LegPurpose>(purpose));
    const bool back = purpose == v1::LEG_PURPOSE_RETURN_OF_CASE;
    const bool investigation = back || purpose == v1::LEG_PURPOSE_INVESTIGATION;
    const bool protection = back || purpose != v1::LEG_PURPOSE_INVESTIGATION;
    for (int act = 0; act <= v1::ClockEvent_MAX; ++act) {
      const auto event = static_cast<v1::ClockEvent>(act);
      Request request = Command(state, Request::kBeginWork);
      request.mutable_begin_work()->set_act(event);
      // What was implemented is an outcome, which asks for the consultation.
      const bool expected =
          act == v1::CLOCK_EVENT_UNSPECIFIED || (investigation && IsInvestigationAct(event)) ||
          (protection && IsProtectionAct(event) && act != v1::CLOCK_EVENT_MEASURES_IMPLEMENTED);
      EXPECT_EQ(HoldsFor(Guard::kSubstantiveAct, state, request), expected) << purpose << " " << act;
    }
  }
}

TEST(GuardsTest, OnlyWantOfCompetenceReturnsACase) {
  const auto state = CaseIn(LEG_STATE_ACCEPTED);
  for (int ground = 0; ground <= v1::DeclineReason_MAX; ++ground) {
    Request request = Command(state, Request::kReturnNotCompetent);
    request.mutable_return_not_competent()->set_ground(static_cast<v1::DeclineReason>(ground));
    const bool competence = ground == v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY ||
                            ground == v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER ||
                            ground == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR;
    EXPECT_EQ(HoldsFor(Guard::kGroundIsCompetence, state, request), competence) << ground;
  }
}

TEST(GuardsTest, AConsultationThatTookPlaceOrCouldNotIsRecorded) {
  const auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  Request request = Command(state, Request::kComplete);
  for (const auto outcome : {v1::CONSULTATION_OUTCOME_AGREED, v1::CONSULTATION_OUTCOME_AGREED_WITH_CHANGES,
                             v1::CONSULTATION_OUTCOME_REFUSED, v1::CONSULTATION_OUTCOME_NOT_POSSIBLE}) {
    request.mutable_complete()->set_consultation(outcome);
    EXPECT_TRUE(HoldsFor(Guard::kConsultationRecorded, state, request)) << outcome;
  }
  request.mutable_complete()->clear_consultation();
  request.mutable_complete()->set_outcome(v1::OUTCOME_ANALYSIS_PRESENTED);
  EXPECT_TRUE(HoldsFor(Guard::kConsultationRecorded, state, request));
}

TEST(GuardsTest, ASuccessorIsTheAgencyTheUnitAndThePurposeThatTheRouteAllows) {
  auto state = CaseIn(LEG_STATE_ACCEPTED);
  const Request request = Command(state, Request::kTransfer);
  EXPECT_TRUE(HoldsFor(Guard::kSuccessorCanTake, state, request, Planned(kOther)));
  EXPECT_FALSE(HoldsFor(Guard::kSuccessorCanTake, state, request));
  EXPECT_FALSE(HoldsFor(Guard::kSuccessorCanTake, state, request, Planned(kStranger)));
  v1::PlannedLeg unit = Planned(kOther);
  unit.mutable_recipient()->set_unit_id("unit-1");
  EXPECT_FALSE(HoldsFor(Guard::kSuccessorCanTake, state, request, unit));
  EXPECT_FALSE(
      HoldsFor(Guard::kSuccessorCanTake, state, request, Planned(kOther, v1::LEG_PURPOSE_PROTECTION)));
  Request unnamed = request;
  unnamed.mutable_transfer()->mutable_successor()->clear_agency_id();
  EXPECT_FALSE(HoldsFor(Guard::kSuccessorCanTake, state, unnamed, Planned("")));
  Request unsealed = request;
  unsealed.clear_sealed_note();
  EXPECT_FALSE(HoldsFor(Guard::kSuccessorCanTake, state, unsealed, Planned(kOther)));
  EXPECT_TRUE(HoldsFor(Guard::kSuccessorCanTake, state, unsealed,
                       Planned(kOther, v1::LEG_PURPOSE_INVESTIGATION, v1::ACCESS_GRADE_SUMMARY)));
  state.add_exclusions()->set_agency_id(kOther);
  EXPECT_FALSE(HoldsFor(Guard::kSuccessorCanTake, state, request, Planned(kOther)));
}

TEST(GuardsTest, ALegStandsInTheWayOfAnotherForTheSameUnitAndPurposeWhileItIsOpen) {
  auto state = NewCase();
  auto& referral = *state.mutable_referrals(0);
  const v1::LegPurpose purpose = referral.legs(0).purpose();
  v1::AgencyRef recipient = Agency(kRecipient);
  EXPECT_TRUE(HasOpenLeg(referral, recipient, purpose, ""));
  EXPECT_FALSE(HasOpenLeg(referral, recipient, purpose, referral.legs(0).leg_id()));
  EXPECT_FALSE(HasOpenLeg(referral, recipient, v1::LEG_PURPOSE_PROTECTION, ""));
  EXPECT_FALSE(HasOpenLeg(referral, Agency(kOther), purpose, ""));
  recipient.set_unit_id("unit-1");
  EXPECT_FALSE(HasOpenLeg(referral, recipient, purpose, ""));
  referral.mutable_legs(0)->set_state(LEG_STATE_CLOSED);
  EXPECT_FALSE(HasOpenLeg(referral, Agency(kRecipient), purpose, ""));
}

TEST(GuardsTest, ATransferThatFailedLeavesTheWayFreeForAnother) {
  auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  ApplyAll(Decide(state, kRecipient, Command(state, Request::kTransfer))->events, &state);
  const Request again = Command(state, Request::kTransfer);
  EXPECT_FALSE(HoldsFor(Guard::kNoTransferPending, state, again));
  state.mutable_referrals(0)->mutable_legs(1)->set_state(LEG_STATE_DECLINED);
  EXPECT_TRUE(HoldsFor(Guard::kNoTransferPending, state, again));
}

TEST(GuardsTest, NobodyStopsTheClockOfAnother) {
  int shared = 0;
  for (int act = 0; act <= v1::ClockEvent_MAX; ++act) {
    const auto event = static_cast<v1::ClockEvent>(act);
    shared += IsInvestigationAct(event) && IsProtectionAct(event) ? 1 : 0;
  }
  EXPECT_EQ(shared, 1);
  EXPECT_FALSE(IsInvestigationAct(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED));
  EXPECT_FALSE(IsProtectionAct(v1::CLOCK_EVENT_TAKEN_TO_PROSECUTORS_OFFICE));
  for (const auto own : {v1::CLOCK_EVENT_REFERRAL_DELIVERED, v1::CLOCK_EVENT_REFERRAL_DECIDED,
                         v1::CLOCK_EVENT_CRIME_COMMITTED, v1::CLOCK_EVENT_UNSPECIFIED}) {
    EXPECT_FALSE(IsInvestigationAct(own) || IsProtectionAct(own));
  }
}

}  // namespace
}  // namespace enlace::referral
