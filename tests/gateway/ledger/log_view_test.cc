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

TEST_F(LogViewTest, BundleOfOtherThanWholeLeavesWithTheirRecordsIsDataLoss) {
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  const std::string key = store::BundleKey(kCase, 0);
  store::v1::BundleRow half;
  ASSERT_TRUE(half.ParseFromString(RowOf(store::Table::kBundle, key)));
  store::v1::BundleRow without_record = half;
  without_record.clear_records();
  half.mutable_leaves()->resize(kLeafSize / 2);
  for (const auto& bundle : {store::v1::BundleRow(), half, without_record}) {
    Tamper(store::Table::kBundle, key, bundle.SerializeAsString());
    EXPECT_THAT(reader_.OpenRecord(kCase, 0), StatusIs(absl::StatusCode::kDataLoss)) << bundle.ByteSizeLong();
  }
}

TEST_F(LogViewTest, DamagedBundleAfterAGoodOneIsDataLoss) {
  for (int i = 0; i < 2; ++i) ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  Tamper(store::Table::kBundle, store::BundleKey(kCase, 1), "\xff");
  EXPECT_THAT(reader_.Leaves(kCase, 0, 2), StatusIs(absl::StatusCode::kDataLoss));
  EXPECT_EQ(reader_.Leaves(kCase, 0, 1)->size(), 1U);
  EXPECT_THAT(*reader_.Leaves(kCase, 0, 0), ::testing::IsEmpty());
}

TEST_F(LogViewTest, ReceiptOfARecordThatDoesNotOpenIsDataLoss) {
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  EXPECT_THAT(reader_.ReceiptFor(kCase, 0, 1, *case_key_), IsOk());
  Forge(0, [](Leaf*, RecordOpening* opening) { opening->record_bytes = "\xff"; });
  EXPECT_THAT(reader_.ReceiptFor(kCase, 0, 1, *case_key_), StatusIs(absl::StatusCode::kDataLoss));
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
