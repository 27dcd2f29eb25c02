#include "gateway/delivery/feed_queue.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::delivery {
namespace {

const absl::Time kThen = absl::FromUnixSeconds(1768478400);

class FeedQueueTest : public ::testing::Test {
 protected:
  void Add(const std::string& agency_id, uint64_t position) {
    store::v1::FeedRow row;
    row.mutable_item()->set_position(position);
    *row.mutable_item()->mutable_record_time() = base::ToProto(kThen + absl::Seconds(position));
    auto transaction = *store_.Begin();
    ASSERT_THAT(store::PutProto(*transaction, store::Table::kFeed, store::FeedKey(agency_id, position), row),
                IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  void Acknowledge(const std::string& agency_id, uint64_t position) {
    store::v1::FeedCursorRow row;
    row.set_position(position);
    auto transaction = *store_.Begin();
    ASSERT_THAT(store::PutProto(*transaction, store::Table::kFeedCursor, agency_id, row), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  store::MemoryStore store_;
};

TEST_F(FeedQueueTest, CountsWhatWasNotAcknowledgedAndSinceWhen) {
  for (uint64_t position = 1; position <= 5; ++position) Add("uep", position);
  Add("other", 6);
  ASSERT_OK_AND_ASSIGN(FeedQueue queue, QueueOf(**store_.Read(), "uep"));
  EXPECT_EQ(queue.waiting, 5U);
  EXPECT_EQ(queue.oldest, kThen + absl::Seconds(1));
  Acknowledge("uep", 3);
  ASSERT_OK_AND_ASSIGN(queue, QueueOf(**store_.Read(), "uep"));
  EXPECT_EQ(queue.waiting, 2U);
  EXPECT_EQ(queue.oldest, kThen + absl::Seconds(4));
}

TEST_F(FeedQueueTest, AnEmptyQueueHasNoOldestItem) {
  ASSERT_OK_AND_ASSIGN(const FeedQueue queue, QueueOf(**store_.Read(), "uep"));
  EXPECT_EQ(queue.waiting, 0U);
  EXPECT_EQ(queue.oldest, absl::InfiniteFuture());
}

TEST_F(FeedQueueTest, TheWorkIsBounded) {
  for (uint64_t position = 1; position <= 9; ++position) Add("uep", position);
  ASSERT_OK_AND_ASSIGN(const FeedQueue queue, QueueOf(**store_.Read(), "uep", 4));
  EXPECT_EQ(queue.waiting, 4U);
}

}  // namespace
}  // namespace enlace::delivery
