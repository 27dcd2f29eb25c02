#include "gateway/delivery/warning_feed.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace enlace::delivery {
namespace {

using ::testing::SizeIs;

class WarningFeedTest : public ::testing::Test {
 protected:
  WarningFeedTest() {
    state_.mutable_warning()->set_warning_id("W2");
    state_.mutable_warning()->mutable_issuer()->set_agency_id("issuer");
    state_.mutable_warning()->add_addressees()->set_agency_id("unit");
    actor_.set_agency_id("issuer");
  }
  store::v1::WarningState state_;
  store::v1::Event event_;
  v1::AgencyRef actor_;
};

TEST_F(WarningFeedTest, AnIssueTellsWhoIsWarnedAndWhoWasDropped) {
  store::v1::WarningState earlier;
  earlier.mutable_warning()->set_warning_id("W1");
  earlier.mutable_warning()->add_addressees()->set_agency_id("dropped");
  event_.mutable_warning_issued();
  const std::vector<WarningItem> items = WarningItemsOf(state_, event_, actor_, &earlier);
  ASSERT_THAT(items, SizeIs(2));
  EXPECT_EQ(items[0].agency_id, "unit");
  EXPECT_EQ(items[0].item.warning_id(), "W2");
  EXPECT_EQ(items[0].item.kind(), v1::FEED_KIND_WARNING);
  EXPECT_EQ(items[0].item.actor().agency_id(), "issuer");
  EXPECT_EQ(items[1].agency_id, "dropped");
  EXPECT_EQ(items[1].item.warning_id(), "W1");
}

TEST_F(WarningFeedTest, AnAnswerTellsTheIssuerAlone) {
  event_.mutable_warning_answered();
  const std::vector<WarningItem> items = WarningItemsOf(state_, event_, actor_, nullptr);
  ASSERT_THAT(items, SizeIs(1));
  EXPECT_EQ(items[0].agency_id, "issuer");
  EXPECT_EQ(items[0].item.kind(), v1::FEED_KIND_WARNING_ANSWERED);
}

TEST_F(WarningFeedTest, AStepSaysWhichClockRunsOutAndNamesNoActor) {
  v1::Clock* clock = state_.add_clocks();
  clock->set_clock_id("C");
  clock->set_rule_id("WARNING");
  clock->set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  clock->add_steps()->set_step_id("breach");
  clock->mutable_steps(0)->set_level(v1::ESCALATION_LEVEL_BREACH);
  event_.mutable_step_taken()->set_clock_id("C");
  event_.mutable_step_taken()->set_step_id("breach");
  event_.mutable_step_taken()->add_told_agency_ids("unit");
  const std::vector<WarningItem> items = WarningItemsOf(state_, event_, v1::AgencyRef(), nullptr);
  ASSERT_THAT(items, SizeIs(1));
  const v1::FeedItem& item = items[0].item;
  EXPECT_EQ(item.kind(), v1::FEED_KIND_CLOCK);
  EXPECT_EQ(item.warning_id(), "W2");
  EXPECT_EQ(item.clock().rule_id(), "WARNING");
  EXPECT_EQ(item.clock().authority(), v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  EXPECT_EQ(item.clock().level(), v1::ESCALATION_LEVEL_BREACH);
  EXPECT_FALSE(item.has_actor());
}

TEST_F(WarningFeedTest, WhatClocksDoTellsNobody) {
  event_.mutable_clock_started();
  EXPECT_THAT(WarningItemsOf(state_, event_, v1::AgencyRef(), nullptr), SizeIs(0));
}

}  // namespace
}  // namespace enlace::delivery
