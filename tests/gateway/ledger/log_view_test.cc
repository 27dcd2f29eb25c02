#include "gateway/ledger/log_view.h"

#include "gateway/store/tables.h"
#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

using LogViewTest = LedgerTest;
constexpr v1::LogId kCase = v1::LOG_ID_CASE;

TEST_F(LogViewTest, LogThatWasNeverBegunHasNoHead) {
  store::MemoryStore empty;
  ASSERT_OK_AND_ASSIGN(auto reader, empty.Read());
  EXPECT_THAT(LogView(*reader, kCase).Head(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(LogView(*reader, kCase).BundleOf(0), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(LogViewTest, DamagedBundleIsDataLoss) {
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  Tamper(store::Table::kBundle, store::BundleKey(kCase, 0), "\xff");
  ASSERT_OK_AND_ASSIGN(auto reader, store_.Read());
  EXPECT_THAT(LogView(*reader, kCase).BundleOf(0), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_THAT(LogView(*reader, kCase).Leaves(0, 1), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(LogViewTest, GapBetweenBundlesIsDataLoss) {
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  Tamper(store::Table::kBundle, store::BundleKey(kCase, 1), absl::nullopt);
  ASSERT_OK_AND_ASSIGN(auto reader, store_.Read());
  EXPECT_THAT(LogView(*reader, kCase).Leaves(0, 3), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(LogViewTest, RecordUnderAnotherLeafIsDataLoss) {
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  store::v1::BundleRow bundle;
  ASSERT_TRUE(bundle.ParseFromString(RowOf(store::Table::kBundle, store::BundleKey(kCase, 0))));
  (*bundle.mutable_leaves())[8] ^= 1;
  Tamper(store::Table::kBundle, store::BundleKey(kCase, 0), bundle.SerializeAsString());
  EXPECT_THAT(reader_.OpenRecord(kCase, 0),
              StatusIs(absl::StatusCode::kDataLoss, ::testing::HasSubstr("does not open its leaf")));
}

TEST_F(LogViewTest, LastTileComesFromTheLeaves) {
  for (int i = 0; i < 3; ++i) ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  ASSERT_OK_AND_ASSIGN(auto reader, store_.Read());
  EXPECT_EQ(LogView(*reader, kCase).Tile(0, 0)->size(), 3U * 32);
  EXPECT_THAT(LogView(*reader, kCase).Tile(1, 0), StatusIs(absl::StatusCode::kOutOfRange));
}

}  // namespace
}  // namespace enlace::ledger
