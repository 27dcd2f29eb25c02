#include "gateway/service/replay/notice_replay.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "enlace/store/v1/state.pb.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

TEST(NoticeReplayTest, ANoticeIsAnItemOfItsAgencysFeedAtItsIndex) {
  store::v1::Record record;
  record.mutable_record_time()->set_seconds(7);
  record.mutable_actor()->set_agency_id("uep");
  record.mutable_event()->mutable_certificate_noticed()->set_agency_id("uep");
  record.mutable_event()->mutable_certificate_noticed()->mutable_notice()->set_serial("aa");
  NoticeReplay replay;
  replay.Add(42, record);
  ASSERT_EQ(replay.FeedRows().size(), 1U);
  store::v1::FeedRow row;
  ASSERT_TRUE(row.ParseFromString(replay.FeedRows().at(store::FeedKey("uep", 42))));
  EXPECT_EQ(row.item().position(), 42U);
  EXPECT_EQ(row.item().record_time().seconds(), 7);
  EXPECT_EQ(row.item().certificate().serial(), "aa");
}

TEST(NoticeReplayTest, OtherRecordsMakeNoItem) {
  store::v1::Record record;
  record.mutable_event()->mutable_feed_acknowledged()->set_agency_id("uep");
  NoticeReplay replay;
  replay.Add(1, record);
  EXPECT_TRUE(replay.FeedRows().empty());
}

}  // namespace
}  // namespace enlace::service
