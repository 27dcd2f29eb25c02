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

TEST(FeedItemTest, OfTwoKindsTheOneThatAsksForMoreWins) {
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_LEG_CHANGED, v1::FEED_KIND_NO_TAKER), v1::FEED_KIND_NO_TAKER);
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_NO_TAKER, v1::FEED_KIND_LEG_CHANGED), v1::FEED_KIND_NO_TAKER);
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_ACCESS_ENDED, v1::FEED_KIND_NO_TAKER), v1::FEED_KIND_ACCESS_ENDED);
  EXPECT_EQ(MoreUrgent(v1::FEED_KIND_UNSPECIFIED, v1::FEED_KIND_LEG_CHANGED), v1::FEED_KIND_LEG_CHANGED);
}

}  // namespace
}  // namespace enlace::delivery
