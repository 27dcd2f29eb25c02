#include "gateway/delivery/feed_item.h"

#include <gtest/gtest.h>

namespace enlace::delivery {
namespace {

store::v1::CaseState CaseWith(int referrals) {
  store::v1::CaseState state;
  state.set_case_id("case-1");
  for (int i = 0; i < referrals; ++i) {
    store::v1::ReferralRecord* referral = state.add_referrals();
    referral->set_referral_id("referral-" + std::to_string(i));
    referral->set_short_code("CODE-" + std::to_string(i));
  }
  return state;
}

TEST(FeedItemTest, AMovedLegIsToldWithItsStateAndVersion) {
  store::v1::Event event;
  event.mutable_leg_transitioned()->set_referral_id("referral-1");
  v1::Leg* leg = event.mutable_leg_transitioned()->mutable_leg();
  leg->set_leg_id("leg-1");
  leg->set_state(v1::LEG_STATE_ACCEPTED);
  leg->set_version(5);
  leg->set_held_reason("words for the sender");
  v1::AgencyRef actor;
  actor.set_agency_id("prosecutor");
  const v1::FeedItem item = FeedItemOf(CaseWith(2), event, v1::FEED_KIND_LEG_CHANGED, actor);
  EXPECT_EQ(item.kind(), v1::FEED_KIND_LEG_CHANGED);
  EXPECT_EQ(item.case_id(), "case-1");
  EXPECT_EQ(item.referral_id(), "referral-1");
  EXPECT_EQ(item.short_code(), "CODE-1");
  EXPECT_EQ(item.leg_id(), "leg-1");
  EXPECT_EQ(item.leg_state(), v1::LEG_STATE_ACCEPTED);
  EXPECT_EQ(item.leg_version(), 5u);
  EXPECT_EQ(item.actor().agency_id(), "prosecutor");
}

TEST(FeedItemTest, TheGatewayIsNoActor) {
  store::v1::Event event;
  event.mutable_leg_opened()->set_referral_id("referral-0");
  event.mutable_leg_opened()->mutable_leg()->set_leg_id("leg-2");
  const v1::FeedItem item = FeedItemOf(CaseWith(1), event, v1::FEED_KIND_LEG_DISPATCHED, v1::AgencyRef());
  EXPECT_FALSE(item.has_actor());
  EXPECT_EQ(item.leg_id(), "leg-2");
}

TEST(FeedItemTest, AStepIsToldWithItsClock) {
  store::v1::CaseState state = CaseWith(2);
  v1::Clock* clock = state.add_clocks();
  clock->set_clock_id("MX-1/referral-1");
  clock->set_rule_id("MX-1");
  clock->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
  clock->mutable_due_time()->set_seconds(7);
  clock->add_steps()->set_step_id("breach");
  clock->mutable_steps(0)->set_level(v1::ESCALATION_LEVEL_BREACH);
  store::v1::Event event;
  event.mutable_step_taken()->set_referral_id("referral-1");
  event.mutable_step_taken()->set_clock_id("MX-1/referral-1");
  event.mutable_step_taken()->set_step_id("breach");
  event.mutable_step_taken()->add_told_agency_ids("somebody-else");
  const v1::FeedItem item = FeedItemOf(state, event, v1::FEED_KIND_CLOCK, {});
  EXPECT_EQ(item.short_code(), "CODE-1");
  EXPECT_EQ(item.clock().rule_id(), "MX-1");
  EXPECT_EQ(item.clock().authority(), v1::CLOCK_AUTHORITY_STATUTE);
  EXPECT_EQ(item.clock().due_time().seconds(), 7);
  EXPECT_EQ(item.clock().level(), v1::ESCALATION_LEVEL_BREACH);
  EXPECT_EQ(item.SerializeAsString().find("somebody-else"), std::string::npos);
}

TEST(FeedItemTest, AReminderSaysThatTheLegIsHeld) {
  store::v1::CaseState state = CaseWith(1);
  state.mutable_referrals(0)->add_legs()->set_leg_id("leg-0");
  state.mutable_referrals(0)->mutable_legs(0)->set_version(2);
  store::v1::Event event;
  event.mutable_leg_reminded()->set_referral_id("referral-0");
  event.mutable_leg_reminded()->set_leg_id("leg-0");
  event.mutable_leg_reminded()->set_held_reason("words for the sender");
  const v1::FeedItem item = FeedItemOf(state, event, v1::FEED_KIND_LEG_CHANGED, {});
  EXPECT_EQ(item.leg_state(), v1::LEG_STATE_HELD);
  EXPECT_EQ(item.leg_version(), 2u);
  EXPECT_EQ(item.SerializeAsString().find("words"), std::string::npos);
}

TEST(FeedItemTest, AReportNamesTheReferralOnlyWhereThereIsOne) {
  store::v1::Event event;
  event.mutable_investigation_reported();
  EXPECT_EQ(FeedItemOf(CaseWith(1), event, v1::FEED_KIND_INVESTIGATION_REPORTED, {}).referral_id(),
            "referral-0");
  EXPECT_EQ(FeedItemOf(CaseWith(2), event, v1::FEED_KIND_INVESTIGATION_REPORTED, {}).referral_id(), "");
}

TEST(FeedItemTest, ANoticeNamesItsReferralAmongSeveral) {
  store::v1::Event event;
  event.mutable_notice()->set_referral_id("referral-1");
  const v1::FeedItem item = FeedItemOf(CaseWith(2), event, v1::FEED_KIND_NO_TAKER, {});
  EXPECT_EQ(item.referral_id(), "referral-1");
  EXPECT_EQ(item.short_code(), "CODE-1");
}

TEST(FeedItemTest, AMeasureIsToldByItsIdAndAWithdrawnConsentByItsReferral) {
  store::v1::Event event;
  event.mutable_measure_changed()->set_referral_id("referral-1");
  event.mutable_measure_changed()->set_measure_id("measure-1");
  event.mutable_measure_changed()->set_resolution_number("R-1");
  v1::FeedItem item = FeedItemOf(CaseWith(2), event, v1::FEED_KIND_MEASURE_CHANGED, v1::AgencyRef());
  EXPECT_EQ(item.referral_id(), "referral-1");
  EXPECT_EQ(item.measure_id(), "measure-1");
  EXPECT_EQ(item.short_code(), "CODE-1");
  event.mutable_consent_withdrawn()->set_referral_id("referral-0");
  item = FeedItemOf(CaseWith(2), event, v1::FEED_KIND_ACCESS_ENDED, v1::AgencyRef());
  EXPECT_EQ(item.referral_id(), "referral-0");
  event.mutable_notice()->set_kind(v1::FEED_KIND_ACCESS_ENDED);
  event.mutable_notice()->set_referral_id("referral-1");
  event.mutable_notice()->set_detail("leg-1");
  item = FeedItemOf(CaseWith(2), event, v1::FEED_KIND_ACCESS_ENDED, v1::AgencyRef());
  EXPECT_EQ(item.leg_id(), "leg-1");
}

TEST(FeedItemTest, OfTwoKindsTheOneThatAsksForMoreWins) {
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_LEG_CHANGED, v1::FEED_KIND_NO_TAKER), v1::FEED_KIND_NO_TAKER);
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_NO_TAKER, v1::FEED_KIND_LEG_CHANGED), v1::FEED_KIND_NO_TAKER);
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_ACCESS_ENDED, v1::FEED_KIND_NO_TAKER), v1::FEED_KIND_ACCESS_ENDED);
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_UNSPECIFIED, v1::FEED_KIND_LEG_CHANGED), v1::FEED_KIND_LEG_CHANGED);
}

}  // namespace
}  // namespace enlace::delivery
