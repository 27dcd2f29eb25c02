#include "gateway/referral/advance.h"

#include <algorithm>
#include <tuple>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;
using store::v1::Event;
using ::testing::HasSubstr;
using enum v1::LegState;

bool Tells(const AdvanceResult& result, const std::string& agency, v1::FeedKind kind) {
  return std::any_of(result.notices.begin(), result.notices.end(), [&](const NoticeTarget& notice) {
    return notice.agency_id == agency && notice.kind == kind && notice.event < result.events.size();
  });
}

TEST(AdvanceTest, StaleVersionIsRefusedBeforeAnythingElse) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kResume);
  request.set_expected_version(1);
  EXPECT_THAT(Decide(state, kRecipient, request), ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
  request.set_expected_version(0);
  EXPECT_THAT(Decide(state, kRecipient, request), ReasonIs(v1::ERROR_REASON_VERSION_CONFLICT));
}

TEST(AdvanceTest, UnknownLegAndForbiddenLegAreTheSame) {
  auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kAccept);
  const auto stranger = Decide(state, kStranger, request).status();
  request.set_leg_id("unknown");
  EXPECT_EQ(Decide(state, kSender, request).status(), stranger);
  state.add_exclusions()->set_agency_id(kRecipient);
  EXPECT_EQ(Decide(state, kRecipient, Command(state, Request::kAccept)).status(), stranger);
}

TEST(AdvanceTest, RefusalsSayWhichTransitionAndWho) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  EXPECT_THAT(Decide(state, kSender, Command(state, Request::kAccept)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("T10 (accept) is made by the recipient, not by the sender")));
  EXPECT_THAT(Decide(state, kSender, Command(state, Request::kClose)),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       HasSubstr("a leg in RECEIVED has no transition close")));
}

TEST(AdvanceTest, OmbudsmanMovesNothingEvenWithAnOrdinaryLeg) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  const auto result = Advance(state, state.referrals(0), Agency(kRecipient, v1::AGENCY_KIND_OMBUDSMAN),
                              Command(state, Request::kAccept), {}, kNow);
  EXPECT_THAT(result, ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
}

TEST(AdvanceTest, AcceptanceIsWrittenToldAndReceipted) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result,
                       Decide(state, kRecipient, Command(state, Request::kAccept)));
  ASSERT_EQ(result.events.size(), 1u);
  EXPECT_EQ(result.leg.version(), FirstLeg(state).version() + 1);
  EXPECT_TRUE(result.leg.was_accepted());
  EXPECT_EQ(result.receipt, v1::RECEIPT_KIND_DECISION);
  EXPECT_TRUE(Tells(result, kSender, v1::FEED_KIND_LEG_CHANGED));
  EXPECT_FALSE(Tells(result, kRecipient, v1::FEED_KIND_LEG_CHANGED));
  ASSERT_EQ(result.clock_events.size(), 2u);
  EXPECT_EQ(result.clock_events[0].event, v1::CLOCK_EVENT_REFERRAL_DECIDED);
  EXPECT_FALSE(result.access_ended || result.void_clocks || result.void_leg_clocks);
}

TEST(AdvanceTest, SilenceCountsFromTheAcceptanceOfAnInvestigationAndOfNothingElse) {
  const auto accept = [](v1::LegPurpose purpose) {
    const auto state = CaseIn(LEG_STATE_RECEIVED, {Planned(kRecipient, purpose)});
    return Decide(state, kRecipient, Command(state, Request::kAccept)).value().clock_events;
  };
  const std::vector<ClockFact> investigation = accept(v1::LEG_PURPOSE_INVESTIGATION);
  ASSERT_EQ(investigation.size(), 2u);
  EXPECT_EQ(investigation[1].event, v1::CLOCK_EVENT_STATUS_MOVED);
  EXPECT_EQ(investigation[1].at, kNow);
  EXPECT_EQ(accept(v1::LEG_PURPOSE_PROTECTION).size(), 1u);
}

TEST(AdvanceTest, NotesTravelWithoutTheirBytes) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result,
                       Decide(state, kRecipient, Command(state, Request::kRequestInformation)));
  const auto& note = result.events[0].leg_transitioned().note();
  EXPECT_EQ(note.cms(), "");
  EXPECT_EQ(note.digest(), base::Sha256("note"));
}

TEST(AdvanceTest, DecisionIsDatedBetweenTheStateBeforeAndNow) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);  // since kNow
  Request request = Command(state, Request::kAccept);
  const absl::Time later = kNow + absl::Hours(2);
  *request.mutable_occur_time() = base::ToProto(kNow - absl::Hours(9));
  EXPECT_EQ(Decide(state, kRecipient, request, {}, later)->clock_events[0].at, kNow);
  *request.mutable_occur_time() = base::ToProto(kNow + absl::Hours(1));
  EXPECT_EQ(Decide(state, kRecipient, request, {}, later)->clock_events[0].at, kNow + absl::Hours(1));
  *request.mutable_occur_time() = base::ToProto(later + absl::Minutes(4));
  EXPECT_EQ(Decide(state, kRecipient, request, {}, later)->clock_events[0].at, later);
}

TEST(AdvanceTest, ReturnOpensTheNextLegWhenItCanOpenThePayload) {
  auto state = CaseIn(LEG_STATE_ACCEPTED);
  *state.mutable_referrals(0)->mutable_sealed() = Sealed({kSender, kRecipient, kOther});
  Request request = Command(state, Request::kReturnNotCompetent);
  *request.mutable_return_not_competent()->mutable_suggested_agency() = Agency(kOther);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request));
  ASSERT_EQ(result.opened.size(), 1u);
  EXPECT_EQ(result.opened[0].state(), LEG_STATE_DISPATCHED);
  EXPECT_EQ(result.opened[0].replaces_leg_id(), result.leg.leg_id());
  EXPECT_EQ(result.leg.superseded_by_leg_id(), result.opened[0].leg_id());
  EXPECT_EQ(result.leg.suggested_agency().agency_id(), kOther);
  EXPECT_TRUE(Tells(result, kOther, v1::FEED_KIND_LEG_DISPATCHED));
  ApplyAll(result.events, &state);
  EXPECT_EQ(DeriveState(state.referrals(0)), v1::REFERRAL_STATE_OPEN_UNANSWERED);
}

TEST(AdvanceTest, ReturnAsksForANewSealOtherwiseAndAnExclusionLooksTheSame) {
  auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kReturnNotCompetent);
  request.clear_sealed_note();
  ASSERT_OK_AND_ASSIGN(const AdvanceResult unsealed, Decide(state, kRecipient, request));
  EXPECT_TRUE(unsealed.opened.empty());
  EXPECT_TRUE(Tells(unsealed, kSender, v1::FEED_KIND_RESEAL_REQUESTED));
  EXPECT_TRUE(Tells(unsealed, kSender, v1::FEED_KIND_NO_TAKER));
  EXPECT_TRUE(Tells(unsealed, "", v1::FEED_KIND_NO_TAKER));
  *state.mutable_referrals(0)->mutable_sealed() = Sealed({kSender, kOther});
  state.add_exclusions()->set_agency_id(kOther);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult excluded, Decide(state, kRecipient, request));
  EXPECT_EQ(excluded.leg.SerializeAsString(), unsealed.leg.SerializeAsString());
  EXPECT_EQ(excluded.events.size(), unsealed.events.size());
}

TEST(AdvanceTest, DeclineForWantOfCompetenceGoesOnButOthersDoNot) {
  auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kDecline);
  EXPECT_TRUE(Decide(state, kRecipient, request)->opened.empty());
  request.mutable_decline()->set_reason(v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request));
  ASSERT_EQ(result.opened.size(), 1u);
  EXPECT_EQ(result.leg.state(), LEG_STATE_DECLINED);
}

TEST(AdvanceTest, EveryWantOfCompetenceSendsTheCaseOn) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  for (const auto ground :
       {v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY, v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER,
        v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR}) {
    Request decline = Command(state, Request::kDecline);
    decline.mutable_decline()->set_reason(ground);
    EXPECT_EQ(Decide(state, kRecipient, decline)->opened.size(), 1u) << ground;
  }
}

TEST(AdvanceTest, RerouteGoesNeitherToNobodyNorBackToWhoeverSentTheCaseAway) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  const Request request = Command(state, Request::kReturnNotCompetent);
  for (const AdvanceContext& context : {AdvanceContext{}, Next(""), Next(kRecipient)}) {
    ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request, context));
    EXPECT_TRUE(result.opened.empty());
    EXPECT_TRUE(Tells(result, kSender, v1::FEED_KIND_RESEAL_REQUESTED));
  }
}

TEST(AdvanceTest, AnOmbudsmanActsForTheReferralThatItSent) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  EXPECT_THAT(Advance(state, state.referrals(0), Agency(kSender, v1::AGENCY_KIND_OMBUDSMAN),
                      Command(state, Request::kWithdraw), {}, kNow),
              IsOk());
}

TEST(AdvanceTest, AnErrorOfAHeldLegHasNoRecipientToTell) {
  const auto state = NewCase({});
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result,
                       Decide(state, kSender, Command(state, Request::kMarkEnteredInError)));
  for (const NoticeTarget& notice : result.notices) EXPECT_NE(notice.kind, v1::FEED_KIND_ACCESS_ENDED);
}

TEST(AdvanceTest, ALegOfUnknownAgeIsDatedByTheRequest) {
  auto state = CaseIn(LEG_STATE_RECEIVED);
  state.mutable_referrals(0)->mutable_legs(0)->clear_state_since();
  Request request = Command(state, Request::kAccept);
  *request.mutable_occur_time() = base::ToProto(kNow - absl::Hours(9));
  EXPECT_EQ(Decide(state, kRecipient, request)->clock_events[0].at, kNow - absl::Hours(9));
}

TEST(AdvanceTest, WhatAnActStopsIsNamedByIt) {
  const std::tuple<v1::LegState, Request::ActionCase, v1::ClockEvent> acts[] = {
      {LEG_STATE_DISPATCHED, Request::kConfirmDelivery, v1::CLOCK_EVENT_REFERRAL_DELIVERED},
      {LEG_STATE_DELIVERED, Request::kConfirmReception, v1::CLOCK_EVENT_REFERRAL_RECEIVED},
      {LEG_STATE_RECEIVED, Request::kDecline, v1::CLOCK_EVENT_REFERRAL_DECIDED},
      {LEG_STATE_RECEIVED, Request::kReturnNotCompetent, v1::CLOCK_EVENT_REFERRAL_DECIDED},
      {LEG_STATE_ACCEPTED, Request::kBeginWork, v1::CLOCK_EVENT_STATUS_MOVED}};
  for (const auto& [from, action, event] : acts) {
    const auto state = CaseIn(from);
    Request request = Command(state, action);
    if (action == Request::kBeginWork) request.mutable_begin_work()->set_act(event);
    ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request));
    ASSERT_EQ(result.clock_events.size(), 1u) << event;
    EXPECT_EQ(result.clock_events[0].event, event);
  }
}

TEST(AdvanceTest, RerouteNeverOpensASecondLegForTheSame) {
  auto state = CaseIn(LEG_STATE_RECEIVED, {Planned(kRecipient), Planned(kOther)});
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result,
                       Decide(state, kRecipient, Command(state, Request::kReturnNotCompetent)));
  EXPECT_TRUE(result.opened.empty());
}

TEST(AdvanceTest, TheNoteOfATransferBelongsToTheEventOfItsAuthor) {
  auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  Request request = Command(state, Request::kTransfer);
  *request.mutable_sealed_note() = Sealed({kOther}, "note");
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request));
  ASSERT_EQ(result.events.size(), 2u);
  EXPECT_EQ(result.events[0].leg_opened().note().digest(), request.sealed_note().digest());
  EXPECT_TRUE(result.events[1].leg_transitioned().note().digest().empty());
  Apply(result.events[0], kNow, Agency(kRecipient), &state);
  ASSERT_EQ(state.referrals(0).notes_size(), 1);
  EXPECT_EQ(state.referrals(0).notes(0).author().agency_id(), kRecipient);
  EXPECT_EQ(state.referrals(0).notes(0).leg_id(), result.opened[0].leg_id());
  EXPECT_EQ(state.referrals(0).notes(0).entered(), LEG_STATE_DISPATCHED);
}

TEST(AdvanceTest, TransferWaitsForTheSuccessor) {
  auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult asked,
                       Decide(state, kRecipient, Command(state, Request::kTransfer)));
  EXPECT_EQ(asked.leg.state(), LEG_STATE_IN_PROGRESS);
  EXPECT_EQ(asked.leg.version(), FirstLeg(state).version());
  ASSERT_EQ(asked.opened.size(), 1u);
  ApplyAll(asked.events, &state, Agency(kRecipient));
  EXPECT_EQ(state.referrals(0).notes_size(), 1);
  EXPECT_THAT(Decide(state, kRecipient, Command(state, Request::kTransfer)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("waiting for its successor")));

  state.mutable_referrals(0)->mutable_legs(1)->set_state(LEG_STATE_RECEIVED);
  Request accept = Command(state, Request::kAccept);
  accept.set_leg_id(state.referrals(0).legs(1).leg_id());
  accept.set_expected_version(state.referrals(0).legs(1).version());
  ASSERT_OK_AND_ASSIGN(const AdvanceResult accepted, Decide(state, kOther, accept));
  ASSERT_EQ(accepted.events.size(), 2u);
  EXPECT_EQ(accepted.events[1].leg_transitioned().transition(), 20u);
  EXPECT_TRUE(Tells(accepted, kRecipient, v1::FEED_KIND_LEG_CHANGED));
  ApplyAll(accepted.events, &state);
  EXPECT_EQ(FirstLeg(state).state(), LEG_STATE_TRANSFERRED);
  EXPECT_EQ(FirstLeg(state).superseded_by_leg_id(), accepted.leg.leg_id());
}

TEST(AdvanceTest, AcceptanceOfASuccessorLeavesAnEndedLegAlone) {
  auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  ApplyAll(Decide(state, kRecipient, Command(state, Request::kTransfer))->events, &state);
  state.mutable_referrals(0)->mutable_legs(0)->set_state(LEG_STATE_REVOKED);
  state.mutable_referrals(0)->mutable_legs(1)->set_state(LEG_STATE_RECEIVED);
  Request accept = Command(state, Request::kAccept);
  accept.set_leg_id(state.referrals(0).legs(1).leg_id());
  ASSERT_OK_AND_ASSIGN(const AdvanceResult accepted, Decide(state, kOther, accept));
  EXPECT_EQ(accepted.events.size(), 1u);
}

TEST(AdvanceTest, TransferToAnExcludedAgencyIsRefusedAsToAnUnknownOne) {
  auto state = CaseIn(LEG_STATE_ACCEPTED);
  const Request request = Command(state, Request::kTransfer);
  const auto unknown = Decide(state, kRecipient, request, {}).status();
  state.add_exclusions()->set_agency_id(kOther);
  EXPECT_EQ(Decide(state, kRecipient, request).status(), unknown);
}

TEST(AdvanceTest, CaseGoesBackToItsSenderWhoAcceptsIt) {
  auto state = CaseIn(LEG_STATE_ACCEPTED);
  Request request = Command(state, Request::kTransfer);
  *request.mutable_transfer()->mutable_successor() = Agency(kSender);
  request.mutable_transfer()->set_purpose(v1::LEG_PURPOSE_RETURN_OF_CASE);
  const AdvanceContext back{Planned(kSender, v1::LEG_PURPOSE_RETURN_OF_CASE)};
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request, back));
  ApplyAll(result.events, &state);
  Request confirm = Command(state, Request::kConfirmDelivery);
  confirm.set_leg_id(result.opened[0].leg_id());
  EXPECT_THAT(Decide(state, kSender, confirm), IsOk());
}

TEST(AdvanceTest, WithdrawalVoidsClocksOnlyWithThePetition) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kWithdraw);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult leg_only, Decide(state, kSender, request));
  EXPECT_FALSE(leg_only.void_clocks);
  EXPECT_TRUE(leg_only.void_leg_clocks && leg_only.access_ended);
  EXPECT_TRUE(Tells(leg_only, kRecipient, v1::FEED_KIND_ACCESS_ENDED));
  request.mutable_withdraw()->set_petition_withdrawn(true);
  EXPECT_TRUE(Decide(state, kSender, request)->void_clocks);
}

TEST(AdvanceTest, ErrorVoidsThePetitionOnlyWhenNoOtherLegStands) {
  auto state = CaseIn(LEG_STATE_RECEIVED, {Planned(kRecipient), Planned(kOther)});
  const Request request = Command(state, Request::kMarkEnteredInError);
  EXPECT_FALSE(Decide(state, kSender, request)->void_clocks);
  state.mutable_referrals(0)->mutable_legs(1)->set_state(LEG_STATE_ENTERED_IN_ERROR);
  EXPECT_TRUE(Decide(state, kSender, request)->void_clocks);
}

TEST(AdvanceTest, PersonsRefusalVoidsMeasuresAndNothingElse) {
  const auto state = CaseIn(LEG_STATE_RECEIVED);
  Request request = Command(state, Request::kDecline);
  EXPECT_FALSE(Decide(state, kRecipient, request)->void_measure_clocks);
  request.mutable_decline()->set_reason(v1::DECLINE_REASON_SUBJECT_DECLINED);
  request.mutable_decline()->set_side(v1::DECISION_SIDE_SUBJECT);
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kRecipient, request));
  EXPECT_TRUE(result.void_measure_clocks);
  EXPECT_FALSE(result.void_clocks);
}

TEST(AdvanceTest, RevocationTellsTheOverseersOfTheReferral) {
  const auto state = CaseIn(
      LEG_STATE_ACCEPTED,
      {Planned(kRecipient), Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT)});
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, Decide(state, kSender, Command(state, Request::kRevoke)));
  EXPECT_TRUE(Tells(result, kOverseer, v1::FEED_KIND_LEG_CHANGED));
  EXPECT_TRUE(Tells(result, kOverseer, v1::FEED_KIND_NO_TAKER));
  EXPECT_TRUE(Tells(result, kRecipient, v1::FEED_KIND_ACCESS_ENDED));
}

TEST(AdvanceTest, OutcomesStopTheirClocks) {
  const auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  Request request = Command(state, Request::kComplete);
  EXPECT_EQ(Decide(state, kRecipient, request)->clock_events[0].event, v1::CLOCK_EVENT_MEASURES_IMPLEMENTED);
  request.mutable_complete()->set_outcome(v1::OUTCOME_ANALYSIS_PRESENTED);
  EXPECT_EQ(Decide(state, kRecipient, request)->clock_events[0].event,
            v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED);
  request.mutable_complete()->set_outcome(v1::OUTCOME_INVESTIGATION_HANDED_ON);
  EXPECT_EQ(Decide(state, kRecipient, request)->clock_events[0].event, v1::CLOCK_EVENT_STATUS_MOVED);
  request.mutable_complete()->set_outcome(v1::OUTCOME_ORDER_IMPLEMENTED);
  EXPECT_TRUE(Decide(state, kRecipient, request)->clock_events.empty());
}

TEST(AdvanceTest, ReviewTimeLastsAsLongAsTheHold) {
  auto state = CaseIn(LEG_STATE_IN_PROGRESS);
  ApplyAll(Decide(state, kRecipient, Command(state, Request::kHold))->events, &state);
  EXPECT_TRUE(FirstLeg(state).has_review_time());
  ApplyAll(Decide(state, kRecipient, Command(state, Request::kResume))->events, &state);
  EXPECT_FALSE(FirstLeg(state).has_review_time());
}

}  // namespace
}  // namespace enlace::referral
