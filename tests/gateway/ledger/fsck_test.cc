#include "gateway/ledger/fsck.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/store/tables.h"
#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

using store::Table;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class FsckTest : public LedgerTest {
 protected:
  FsckTest() {
    for (int i = 0; i < 300; ++i) Submit(AppendTo(absl::StrCat("C", i % 3)));
    sequencer_->Pump();
    EXPECT_THAT(Problems(), IsEmpty());
  }
  const std::string first_bundle_ = store::BundleKey(v1::LOG_ID_CASE, 0);
  const std::string head_ = store::HeadKey(v1::LOG_ID_CASE);
};

TEST_F(FsckTest, CountsWhatItRead) {
  ASSERT_THAT(store_.keys().Erase("case:C0"), IsOk());
  ASSERT_OK_AND_ASSIGN(FsckReport report, Fsck(store_, {{v1::LOG_ID_CASE, case_key_->verifier()}}));
  EXPECT_THAT(report.problems, IsEmpty());
  EXPECT_EQ(report.logs[v1::LOG_ID_CASE].leaves, 300U);
  EXPECT_EQ(report.logs[v1::LOG_ID_CASE].erased_records, 100U);
  EXPECT_EQ(report.logs[v1::LOG_ID_CASE].opened_records, 200U);
}

TEST_F(FsckTest, FindsAnAlteredLeaf) {
  store::v1::BundleRow bundle;
  ASSERT_TRUE(bundle.ParseFromString(RowOf(Table::kBundle, first_bundle_)));
  (*bundle.mutable_leaves())[100] ^= 1;
  Tamper(Table::kBundle, first_bundle_, bundle.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("do not lead to the root")));
}

TEST_F(FsckTest, FindsAMovedRecord) {
  store::v1::BundleRow bundle;
  ASSERT_TRUE(bundle.ParseFromString(RowOf(Table::kBundle, first_bundle_)));
  bundle.mutable_records()->SwapElements(0, 3);
  Tamper(Table::kBundle, first_bundle_, bundle.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("record 0: does not decrypt")));
}

TEST_F(FsckTest, FindsAMissingBundle) {
  Tamper(Table::kBundle, first_bundle_, absl::nullopt);
  EXPECT_THAT(Problems(), Contains(HasSubstr("begins at index 256 instead of 0")));
}

TEST_F(FsckTest, FindsAWrongAndAMissingTile) {
  Tamper(Table::kTile, store::TileKey(v1::LOG_ID_CASE, 0, 0), std::string(8192, 'x'));
  Tamper(Table::kTile, store::TileKey(v1::LOG_ID_CASE, 1, 0), absl::nullopt);
  EXPECT_THAT(Problems(), Contains(HasSubstr("tile 0/0 is wrong")));
  EXPECT_THAT(Problems(), Contains(HasSubstr("tile 1/0 is missing")));
}

TEST_F(FsckTest, FindsARowMissingFromTheIndexOfCases) {
  Tamper(Table::kCaseRecord, store::CaseRecordKey("C1", 4), absl::nullopt);
  EXPECT_THAT(Problems(), Contains(HasSubstr("index 4: its row in the index of cases is missing")));
}

TEST_F(FsckTest, FindsARowTooManyInTheIndexOfCases) {
  Tamper(Table::kCaseRecord, store::CaseRecordKey("C9", 4), store::EncodeChainState({}));
  EXPECT_THAT(Problems(), Contains(HasSubstr("the index of cases has 301 rows for 300 records")));
}

TEST_F(FsckTest, FindsAForgedHead) {
  store::v1::HeadRow head;
  ASSERT_TRUE(head.ParseFromString(RowOf(Table::kHead, head_)));
  head.set_checkpoint(TestKey("enlace.example.gob/caselog/1", 'x')->SignCheckpoint(head.size(), head.root()));
  Tamper(Table::kHead, head_, head.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("is not signed by the key")));
}

TEST_F(FsckTest, UnreadableStoreIsAnErrorNotAProblem) {
  store_.FailNext(Step::kRead, base::StoreUnavailable("x"));
  EXPECT_THAT(Fsck(store_, {{v1::LOG_ID_CASE, case_key_->verifier()}}),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::ledger
