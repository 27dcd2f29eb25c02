#include "gateway/referral/gateway_moves.h"

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using ::testing::HasSubstr;

store::v1::CaseState HeldCase() {
  auto state = NewCase({});
  *state.mutable_referrals(0)->mutable_sealed() = Sealed({kSender, kRecipient});
  return state;
}

absl::StatusOr<AdvanceResult> DispatchTo(const store::v1::CaseState& state, const v1::PlannedLeg& planned) {
  return Dispatch(state, state.referrals(0).referral_id(), FirstLeg(state).leg_id(), planned, kNow);
}

TEST(GatewayMovesTest, HeldLegGoesToTheRecipientOfALaterRule) {
  auto state = HeldCase();
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result, DispatchTo(state, Planned(kRecipient)));
  ApplyAll(result.events, &state);
  EXPECT_EQ(FirstLeg(state).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(FirstLeg(state).recipient().agency_id(), kRecipient);
  EXPECT_EQ(FirstLeg(state).routing_rule_id(), "R-1");
  EXPECT_EQ(FirstLeg(state).held_reason(), "");
  EXPECT_EQ(result.receipt, v1::RECEIPT_KIND_RELAY);
  ASSERT_EQ(result.notices.size(), 1u);
  EXPECT_EQ(result.notices[0].kind, v1::FEED_KIND_LEG_DISPATCHED);
}

TEST(GatewayMovesTest, DispatchNeedsARecipientThatMayAndCanRead) {
  auto state = HeldCase();
  EXPECT_THAT(DispatchTo(state, Planned(kOther)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("T3: ")));
  EXPECT_THAT(DispatchTo(state, Planned(kOther, v1::LEG_PURPOSE_INFORMATION, v1::ACCESS_GRADE_SUMMARY)),
              IsOk());
  state.add_exclusions()->set_agency_id(kRecipient);
  EXPECT_THAT(DispatchTo(state, Planned(kRecipient)), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST(GatewayMovesTest, AFurtherLegIsOpenedAndDispatchedAtOnce) {
  auto state = NewCase();
  const std::string id = state.referrals(0).referral_id();
  const v1::PlannedLeg planned = Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_STATUS_ONLY);
  ASSERT_OK_AND_ASSIGN(const Decision decision, OpenLeg(state, id, planned, kNow));
  ApplyAll(decision.events, &state);
  ASSERT_EQ(state.referrals(0).legs_size(), 2);
  EXPECT_EQ(state.referrals(0).legs(1).state(), v1::LEG_STATE_DISPATCHED);
  ASSERT_EQ(decision.notices.size(), 1u);
  EXPECT_EQ(decision.notices[0].agency_id, kOverseer);
  EXPECT_EQ(decision.notices[0].event, 1u);
  EXPECT_THAT(OpenLeg(state, "no", planned, kNow), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(GatewayMovesTest, ThatALegIsStillHeldConcernsTheSenderAndWhoOversees) {
  auto state = HeldCase();
  *state.mutable_referrals(0)->add_legs() =
      NewLeg("overseer", Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT), kNow);
  state.mutable_referrals(0)->mutable_legs(1)->set_state(v1::LEG_STATE_DISPATCHED);
  std::vector<NoticeTarget> notices;
  AddHeldNotices(state.referrals(0), v1::FEED_KIND_RESEAL_REQUESTED, 0, &notices);
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[0].agency_id, kSender);
  EXPECT_EQ(notices[0].kind, v1::FEED_KIND_RESEAL_REQUESTED);
  EXPECT_EQ(notices[1].agency_id, kOverseer);
  EXPECT_EQ(notices[1].kind, v1::FEED_KIND_LEG_CHANGED);
}

TEST(GatewayMovesTest, DispatchedLegIsNotDispatchedAgain) {
  const auto state = NewCase();
  EXPECT_THAT(DispatchTo(state, Planned(kRecipient)), ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
  EXPECT_THAT(Dispatch(state, "no", "no", Planned(kRecipient), kNow), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(GatewayMovesTest, AnUnknownLegIsNotFound) {
  const auto state = HeldCase();
  const std::string id = state.referrals(0).referral_id();
  EXPECT_THAT(Dispatch(state, id, "no", Planned(kRecipient), kNow), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(Hold(state, id, "no", "", kNow), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(GatewayMovesTest, DispatchOpensNoSecondLegForTheSame) {
  auto state = HeldCase();
  v1::Leg open = FirstLeg(state);
  open.set_leg_id("open");
  *open.mutable_recipient() = Agency(kRecipient);
  open.set_purpose(v1::LEG_PURPOSE_INVESTIGATION);
  open.set_state(v1::LEG_STATE_RECEIVED);
  *state.mutable_referrals(0)->add_legs() = open;
  EXPECT_THAT(DispatchTo(state, Planned(kRecipient)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("T3: no other leg")));
}

TEST(GatewayMovesTest, OverseersAreToldOnceEachAndNotOfWhatTheyMayNotKnow) {
  auto state =
      NewCase({Planned(kRecipient), Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT),
               Planned(kOther, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT)});
  auto& referral = *state.mutable_referrals(0);
  *referral.add_legs() = v1::Leg(referral.legs(1));
  referral.mutable_legs(2)->set_state(v1::LEG_STATE_REVOKED);
  std::vector<NoticeTarget> notices;
  AddNoTakerNotices(referral, 0, &notices);
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[0].agency_id, kSender);
  EXPECT_EQ(notices[1].agency_id, kOverseer);
  referral.mutable_legs(1)->set_state(v1::LEG_STATE_HELD);
  referral.mutable_legs(3)->clear_recipient();
  notices.clear();
  AddNoTakerNotices(referral, 0, &notices);
  ASSERT_EQ(notices.size(), 2u);
  EXPECT_EQ(notices[1].agency_id, "") << "left to those whom configuration names";
}

TEST(GatewayMovesTest, HoldSaysWhyToTheSender) {
  const auto state = CaseIn(v1::LEG_STATE_SUBMITTED);
  const std::string id = state.referrals(0).referral_id();
  ASSERT_OK_AND_ASSIGN(const AdvanceResult result,
                       Hold(state, id, FirstLeg(state).leg_id(), "mandate lapsed", kNow));
  EXPECT_EQ(result.leg.held_reason(), "mandate lapsed");
  EXPECT_THAT(Hold(NewCase(), id, FirstLeg(state).leg_id(), "", kNow),
              ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
}

TEST(GatewayMovesTest, RevocationEndsEveryOpenLegOfTheAgencyAndOnlyThose) {
  for (int number = v1::LEG_STATE_SUBMITTED; number <= v1::LegState_MAX; ++number) {
    const auto leg_state = static_cast<v1::LegState>(number);
    auto state = CaseIn(leg_state, {Planned(kRecipient), Planned(kOther)});
    const auto results = RevokeByGateway(state, kRecipient, kNow);
    ASSERT_EQ(results.size(), Has(kOpen, leg_state) ? 1u : 0u) << number;
    if (results.empty()) continue;
    EXPECT_TRUE(results[0].access_ended && results[0].void_leg_clocks);
    EXPECT_FALSE(results[0].void_clocks);
    ApplyAll(results[0].events, &state);
    EXPECT_EQ(state.referrals(0).legs(0).state(), v1::LEG_STATE_REVOKED);
    EXPECT_EQ(state.referrals(0).legs(1).state(), v1::LEG_STATE_DISPATCHED);
  }
}

TEST(GatewayMovesTest, ThatNobodyHasTheCaseIsToldWhenItHappensAndNotAgain) {
  const auto open = NewCase();
  const auto ended = CaseIn(v1::LEG_STATE_DECLINED);
  const std::string id = open.referrals(0).referral_id();
  Decision nothing;
  for (const auto& state : {open, ended}) AddNoTaker(state, id, kNow, &nothing);
  AddNoTaker(ended, "unknown", kNow, &nothing);
  EXPECT_TRUE(nothing.events.empty() && nothing.notices.empty());
  Decision decision = RevokeByGateway(open, kRecipient, kNow)[0];
  decision.events.resize(1);
  AddNoTaker(open, id, kNow, &decision);
  ASSERT_EQ(decision.events.size(), 2u);
  EXPECT_EQ(decision.events[1].notice().referral_id(), id);
}

TEST(GatewayMovesTest, LastLegToGoTellsThatNobodyHasTheCase) {
  const auto state =
      CaseIn(v1::LEG_STATE_ACCEPTED, {Planned(kRecipient), Planned(kRecipient, v1::LEG_PURPOSE_PROTECTION)});
  const auto results = RevokeByGateway(state, kRecipient, kNow);
  ASSERT_EQ(results.size(), 2u);
  EXPECT_EQ(results[0].events.size(), 1u);
  ASSERT_EQ(results[1].events.size(), 2u);
  EXPECT_EQ(results[1].events[1].notice().kind(), v1::FEED_KIND_NO_TAKER);
}

}  // namespace
}  // namespace enlace::referral
