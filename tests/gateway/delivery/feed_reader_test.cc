#include "gateway/delivery/feed_reader.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::delivery {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class FeedReaderTest : public ::testing::Test {
 protected:
  void Write(const std::string& agency, uint64_t position, const std::string& case_id,
             v1::FeedKind kind = v1::FEED_KIND_LEG_CHANGED) {
    store::v1::FeedRow row;
    row.mutable_item()->set_position(position);
    row.mutable_item()->set_case_id(case_id);
    row.mutable_item()->set_kind(kind);
    Put(store::Table::kFeed, store::FeedKey(agency, position), row.SerializeAsString());
  }
  void Allow(const std::string& agency, const std::string& case_id) {
    store::v1::AccessRow row;
    row.set_case_id(case_id);
    row.set_grade(v1::ACCESS_GRADE_FULL);
    Put(store::Table::kAccess, store::AccessKey(agency, store::AccessKind::kCase, case_id),
        row.SerializeAsString());
  }
  void Put(store::Table table, const std::string& key, const std::string& value) {
    auto transaction = store_.Begin();
    ASSERT_THAT((*transaction)->Put(table, key, value), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }
  FeedPage Read(absl::optional<uint64_t> after, size_t limit) {
    const auto page = ReadFeed(**store_.Read(), "aa", after, limit);
    EXPECT_THAT(page, IsOk());
    return page.ok() ? *page : FeedPage();
  }
  static std::vector<uint64_t> Positions(const FeedPage& page) {
    std::vector<uint64_t> out;
    for (const v1::FeedItem& item : page.items) out.push_back(item.position());
    return out;
  }
  store::MemoryStore store_;
};

TEST_F(FeedReaderTest, PagesAreInOrderAndSayWhereToGoOn) {
  Allow("aa", "case");
  for (const uint64_t position : {0, 7, 300}) Write("aa", position, "case");
  Write("aaa", 5, "case");
  const FeedPage first = Read(absl::nullopt, 2);
  EXPECT_THAT(Positions(first), ElementsAre(0, 7));
  EXPECT_EQ(first.position, absl::optional<uint64_t>(7));
  EXPECT_FALSE(first.at_end);
  const FeedPage second = Read(first.position, 2);
  EXPECT_THAT(Positions(second), ElementsAre(300));
  EXPECT_TRUE(second.at_end);
}

TEST_F(FeedReaderTest, AfterPositionZeroTheFirstItemIsNotToldAgain) {
  Allow("aa", "case");
  Write("aa", 0, "case");
  EXPECT_THAT(Positions(Read(0, 10)), IsEmpty());
}

TEST_F(FeedReaderTest, ItemsOfCasesWithoutAccessAreLeftOutButTheirEndIsTold) {
  Allow("aa", "kept");
  Write("aa", 1, "lost");
  Write("aa", 2, "kept");
  Write("aa", 3, "lost", v1::FEED_KIND_ACCESS_ENDED);
  EXPECT_THAT(Positions(Read(absl::nullopt, 10)), ElementsAre(2, 3));
}

TEST_F(FeedReaderTest, APageThatIsAllFilteredStillMovesOn) {
  Write("aa", 1, "lost");
  Write("aa", 2, "lost");
  const FeedPage page = Read(absl::nullopt, 2);
  EXPECT_THAT(page.items, IsEmpty());
  EXPECT_EQ(page.position, absl::optional<uint64_t>(2));
  EXPECT_FALSE(page.at_end);
}

TEST_F(FeedReaderTest, TheSizeOfTheCaseLogIsThatOfItsHead) {
  EXPECT_EQ(*CaseLogSize(**store_.Read()), 0u);
  store::v1::HeadRow head;
  head.set_size(42);
  Put(store::Table::kHead, store::HeadKey(v1::LOG_ID_CASE), head.SerializeAsString());
  EXPECT_EQ(*CaseLogSize(**store_.Read()), 42u);
}

TEST_F(FeedReaderTest, AStoreThatCannotReadIsAnError) {
  store_.FailNext(store::MemoryStore::Step::kScan, absl::UnavailableError("disk"));
  EXPECT_THAT(ReadFeed(**store_.Read(), "aa", absl::nullopt, 1), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::delivery
