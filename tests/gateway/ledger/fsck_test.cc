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

TEST_F(FsckTest, FindsTilesBeyondTheTree) {
  Tamper(Table::kTile, store::TileKey(v1::LOG_ID_CASE, 3, 0), std::string(32, 'x'));
  EXPECT_THAT(Problems(), Contains(HasSubstr("tiles beyond its tree")));
}

TEST_F(FsckTest, FindsABundleThatIsNone) {
  store::v1::BundleRow odd;
  ASSERT_TRUE(odd.ParseFromString(RowOf(Table::kBundle, first_bundle_)));
  store::v1::BundleRow few = odd;
  odd.mutable_leaves()->push_back('x');
  few.mutable_records()->RemoveLast();
  for (const std::string& row : {std::string("\xff"), odd.SerializeAsString(), few.SerializeAsString()}) {
    Tamper(Table::kBundle, first_bundle_, row);
    EXPECT_THAT(Problems(), Contains(HasSubstr("the bundle at index 0 is damaged"))) << row.size();
  }
}

TEST_F(FsckTest, FindsALeafThatIsNone) {
  store::v1::BundleRow bundle;
  ASSERT_TRUE(bundle.ParseFromString(RowOf(Table::kBundle, first_bundle_)));
  (*bundle.mutable_leaves())[7 * kLeafSize] = 9;
  Tamper(Table::kBundle, first_bundle_, bundle.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("index 7: leaf: version is not 1")));
}

// Sealed and committed to as if it were honest: whoever holds the keys could do it.
TEST_F(FsckTest, FindsALeafThatIsNotThatOfItsRecord) {
  struct Forgery {
    const char* what;
    std::function<void(Leaf*, store::v1::Record*)> alter;
  };
  const Forgery forgeries[] = {
      {"index 7: the minute of the leaf", [](Leaf* leaf, auto*) { ++leaf->minute; }},
      {"index 7: case_tag is not", [](Leaf* leaf, auto*) { leaf->case_tag[0] ^= 1; }},
      {"index 7: prev does not lead", [](Leaf* leaf, auto*) { leaf->prev[0] ^= 1; }},
      {"index 7: sealed is not",
       [](Leaf*, auto* record) { record->set_sealed_digest(std::string(32, 'd')); }},
      {"index 7: its time is before",
       [](Leaf* leaf, auto* record) {
         --leaf->minute;
         record->mutable_record_time()->set_seconds(record->record_time().seconds() - 60);
       }},
  };
  const std::string honest = RowOf(Table::kBundle, first_bundle_);
  for (const Forgery& forgery : forgeries) {
    Forge(7, [&](Leaf* leaf, RecordOpening* opening) {
      store::v1::Record record;
      ASSERT_TRUE(record.ParseFromString(opening->record_bytes));
      forgery.alter(leaf, &record);
      opening->record_bytes = record.SerializeAsString();
    });
    EXPECT_THAT(Problems(), Contains(HasSubstr(forgery.what)));
    Tamper(Table::kBundle, first_bundle_, honest);
    EXPECT_THAT(Problems(), IsEmpty()) << forgery.what;
  }
}

TEST_F(FsckTest, FindsARecordUnderItsKeyThatIsNone) {
  Forge(7, [](Leaf*, RecordOpening* opening) { opening->record_bytes = "\xff"; });
  EXPECT_THAT(Problems(), Contains(HasSubstr("record 7: does not open its leaf")));
}

TEST_F(FsckTest, FindsRowsOfTheIndexThatDoNotMatchTheirLeaves) {
  const std::string key = store::CaseRecordKey("C1", 4);
  ASSERT_OK_AND_ASSIGN(const store::ChainState right, store::ParseChainState(RowOf(Table::kCaseRecord, key)));
  store::ChainState other_number = right;
  ++other_number.seq;
  store::ChainState other_hash = right;
  other_hash.last_leaf_hash[0] ^= 1;
  const std::pair<std::string, const char*> rows[] = {
      {"short", "index 4: its row in the index of cases is damaged"},
      {store::EncodeChainState(other_number), "index 4: its row in the index of cases does not match"},
      {store::EncodeChainState(other_hash), "index 4: its row in the index of cases does not match"}};
  for (const auto& [row, what] : rows) {
    Tamper(Table::kCaseRecord, key, row);
    EXPECT_THAT(Problems(), Contains(HasSubstr(what)));
  }
}

TEST_F(FsckTest, TellsNoMoreThanAHundredProblems) {
  for (int i = 0; i < 150; ++i) {
    Tamper(Table::kCaseRecord, store::CaseRecordKey(absl::StrCat("C", i % 3), i), absl::nullopt);
  }
  EXPECT_EQ(Problems().size(), 100U);
}

TEST_F(FsckTest, TheTrustLogHasNoIndexOfCases) {
  ASSERT_THAT(Run([](Work& work) -> absl::StatusOr<std::string> {
                RETURN_IF_ERROR(work.Append(TrustDraft()).status());
                return "";
              }),
              IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
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

TEST_F(FsckTest, FindsAHeadThatIsNotThatOfItsLeaves) {
  store::v1::HeadRow right;
  ASSERT_TRUE(right.ParseFromString(RowOf(Table::kHead, head_)));
  const std::string other_root(32, 'r');
  store::v1::HeadRow other_size = right;
  other_size.set_size(299);
  store::v1::HeadRow other_checkpoint = right;
  other_checkpoint.set_checkpoint(case_key_->SignCheckpoint(299, right.root()));
  store::v1::HeadRow checkpoint_of_other_root = right;
  checkpoint_of_other_root.set_checkpoint(case_key_->SignCheckpoint(300, other_root));
  const std::pair<absl::optional<std::string>, const char*> heads[] = {
      {absl::nullopt, "its head cannot be read: the log was never begun"},
      {"\xff", "its head cannot be read"},
      {other_size.SerializeAsString(), "has 300 leaves, but its head says 299"},
      {other_checkpoint.SerializeAsString(), "its checkpoint is not that of its head"},
      {checkpoint_of_other_root.SerializeAsString(), "its checkpoint is not that of its head"}};
  for (const auto& [head, what] : heads) {
    Tamper(Table::kHead, head_, head);
    EXPECT_THAT(Problems(), Contains(HasSubstr(what)));
  }
}

TEST_F(FsckTest, UnreadableStoreIsAnErrorNotAProblem) {
  store_.FailNext(Step::kRead, base::StoreUnavailable("x"));
  EXPECT_THAT(Fsck(store_, {{v1::LOG_ID_CASE, case_key_->verifier()}}),
              StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::ledger
