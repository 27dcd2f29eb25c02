#include "gateway/store/tables.h"

#include "absl/strings/match.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/memory/memory_store.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::enlace::v1::LOG_ID_CASE;
using ::enlace::v1::LOG_ID_TRUST;

TEST(TablesTest, NumbersKeepTheirOrderAsBytes) {
  EXPECT_EQ(BigEndian(0x0102030405060708), "\x01\x02\x03\x04\x05\x06\x07\x08");
  EXPECT_LT(BigEndian(255), BigEndian(256));
  EXPECT_LT(BigEndian(0x7fffffffffffffff), BigEndian(0x8000000000000000));
  EXPECT_EQ(NumberAtEnd(FeedKey("agency", 77)), 77U);
  EXPECT_EQ(NumberAtEnd("short"), 0U);
}

TEST(TablesTest, AccessKeysOfOneAgencyAreNotAnothers) {
  const std::string key = AccessKey("fgr-mx", AccessKind::kCase, "01ABC");
  EXPECT_EQ(key, std::string("fgr-mx\0c\0"
                             "01ABC",
                             14));
  EXPECT_EQ(IdOfAccessKey(key), "01ABC");
  EXPECT_TRUE(absl::StartsWith(key, AccessPrefix("fgr-mx", AccessKind::kCase)));
  EXPECT_FALSE(absl::StartsWith(key, AccessPrefix("fgr", AccessKind::kCase)));
  EXPECT_FALSE(absl::StartsWith(key, AccessPrefix("fgr-mx", AccessKind::kReferral)));
}

TEST(TablesTest, IdsOfAnyBytesComeBackFromAccessKeys) {
  const std::string id("\0h\xff\0", 4);
  EXPECT_EQ(IdOfAccessKey(AccessKey("a1", AccessKind::kNativeNumber, id)), id);
  EXPECT_EQ(IdOfAccessKey("a1"), "");
}

TEST(TablesTest, KeysOfTwoLogsAreApart) {
  EXPECT_NE(BundleKey(LOG_ID_CASE, 0), BundleKey(LOG_ID_TRUST, 0));
  EXPECT_TRUE(absl::StartsWith(BundleKey(LOG_ID_CASE, 5), LogPrefix(LOG_ID_CASE)));
  EXPECT_NE(TileKey(LOG_ID_CASE, 1, 0), TileKey(LOG_ID_CASE, 0, 1));
  EXPECT_EQ(HeadKey(LOG_ID_TRUST), "\x02");
}

TEST(TablesTest, NewestCertificateOfAUriComesFirst) {
  const absl::Time old_time = absl::FromUnixSeconds(1000);
  EXPECT_LT(SubjectKey("uri", old_time + absl::Seconds(1), "z"), SubjectKey("uri", old_time, "a"));
  EXPECT_TRUE(absl::StartsWith(SubjectKey("uri", old_time, "a"), SubjectPrefix("uri")));
}

TEST(TablesTest, RequestAndCaseKeysJoinWithNul) {
  EXPECT_EQ(RequestKey("agency", "id"), std::string("agency\0id", 9));
  EXPECT_EQ(CaseRecordKey("C1", 3), absl::StrCat("C1", absl::string_view("\0", 1), BigEndian(3)));
}

TEST(TablesTest, ChainStateComesBack) {
  ASSERT_OK_AND_ASSIGN(const ChainState state,
                       ParseChainState(EncodeChainState({.seq = 9, .last_leaf_hash = std::string(32, 'h')})));
  EXPECT_EQ(state.seq, 9U);
  EXPECT_EQ(state.last_leaf_hash, std::string(32, 'h'));
  EXPECT_THAT(ParseChainState("short"), StatusIs(absl::StatusCode::kDataLoss));
}

TEST(TablesTest, MessagesGoThroughTheStore) {
  MemoryStore store;
  ASSERT_OK_AND_ASSIGN(auto transaction, store.Begin());
  v1::FeedCursorRow row;
  row.set_position(12);
  ASSERT_THAT(PutProto(*transaction, Table::kFeedCursor, "agency", row), IsOk());
  ASSERT_THAT(transaction->Put(Table::kFeedCursor, "bad", "\xff\xff"), IsOk());
  ASSERT_OK_AND_ASSIGN(const auto got,
                       GetProto<v1::FeedCursorRow>(*transaction, Table::kFeedCursor, "agency"));
  ASSERT_TRUE(got.has_value());
  EXPECT_EQ(got->position(), 12U);
  ASSERT_OK_AND_ASSIGN(const auto none,
                       GetProto<v1::FeedCursorRow>(*transaction, Table::kFeedCursor, "none"));
  EXPECT_FALSE(none.has_value());
  EXPECT_THAT(GetProto<v1::FeedCursorRow>(*transaction, Table::kFeedCursor, "bad"),
              StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::store
