#include "gateway/ledger/heads.h"

#include "enlace/store/v1/state.pb.h"
#include "gateway/store/tables.h"
#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

using store::Table;
using ::testing::HasSubstr;

class HeadsTest : public LedgerTest {
 protected:
  HeadsTest() {
    for (int i = 0; i < 300; ++i) Submit(AppendTo("C1"));
    sequencer_->Pump();
  }
  absl::StatusOr<Heads> Load() {
    const auto reader = store_.Read();
    return LoadHeads(**reader, {{v1::LOG_ID_CASE, case_key_.get()}, {v1::LOG_ID_TRUST, trust_key_.get()}});
  }
  // Whether the sequencer, too, will not serve.
  void ExpectDamaged(const std::string& what) {
    EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr(what)));
    EXPECT_THAT(Sequencer::New(Dependencies(), Sequencer::Mode::kManual),
                StatusIs(absl::StatusCode::kDataLoss));
  }
  store::v1::HeadRow Head() {
    store::v1::HeadRow head;
    EXPECT_TRUE(head.ParseFromString(RowOf(Table::kHead, head_)));
    return head;
  }
  const std::string head_ = store::HeadKey(v1::LOG_ID_CASE);
  const std::string last_bundle_ = store::BundleKey(v1::LOG_ID_CASE, 256);
};

TEST_F(HeadsTest, LoadFindsSizesAndTime) {
  ASSERT_OK_AND_ASSIGN(const Heads heads, Load());
  EXPECT_EQ(heads.trees.at(v1::LOG_ID_CASE).size(), 300U);
  EXPECT_EQ(heads.trees.at(v1::LOG_ID_TRUST).size(), 0U);
  EXPECT_EQ(heads.last_record_time, clock_.Now() + absl::Microseconds(299));
}

TEST_F(HeadsTest, AlteredLeafAtTheEdgeIsFound) {
  store::v1::BundleRow bundle;
  ASSERT_TRUE(bundle.ParseFromString(RowOf(Table::kBundle, last_bundle_)));
  (*bundle.mutable_leaves())[9] ^= 1;
  Tamper(Table::kBundle, last_bundle_, bundle.SerializeAsString());
  ExpectDamaged("do not lead to the root");
}

TEST_F(HeadsTest, MissingLeavesAreFound) {
  Tamper(Table::kBundle, last_bundle_, absl::nullopt);
  ExpectDamaged("right edge is too short");
}

TEST_F(HeadsTest, LeavesBeyondTheHeadAreFound) {
  Tamper(Table::kBundle, store::BundleKey(v1::LOG_ID_CASE, 300), RowOf(Table::kBundle, last_bundle_));
  ExpectDamaged("leaves beyond its head");
}

TEST_F(HeadsTest, CheckpointOfAnotherKeyIsFound) {
  store::v1::HeadRow head = Head();
  head.set_checkpoint(TestKey(case_key_->origin(), 'x')->SignCheckpoint(head.size(), head.root()));
  Tamper(Table::kHead, head_, head.SerializeAsString());
  ExpectDamaged("is not signed by the key");
}

TEST_F(HeadsTest, CheckpointOfAnotherSizeIsFound) {
  store::v1::HeadRow head = Head();
  head.set_checkpoint(case_key_->SignCheckpoint(299, head.root()));
  Tamper(Table::kHead, head_, head.SerializeAsString());
  ExpectDamaged("another size or root");
}

TEST_F(HeadsTest, CheckpointOfAnotherRootIsFound) {
  store::v1::HeadRow head = Head();
  head.set_checkpoint(case_key_->SignCheckpoint(300, std::string(32, 'r')));
  Tamper(Table::kHead, head_, head.SerializeAsString());
  ExpectDamaged("another size or root");
}

TEST_F(HeadsTest, OneLogWithoutHeadBesideAnotherIsFound) {
  Tamper(Table::kHead, store::HeadKey(v1::LOG_ID_TRUST), absl::nullopt);
  ExpectDamaged("head of the log enlace.example.gob/trustlog/1 is missing");
}

TEST_F(HeadsTest, MissingHeadIsFound) {
  Tamper(Table::kHead, head_, absl::nullopt);
  ExpectDamaged("head is missing");
}

TEST_F(HeadsTest, UnreadableStoreIsRetryable) {
  store_.FailNext(Step::kGet, base::StoreUnavailable("x"));
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(HeadsTest, HeadsAreComparedBySizeAndRoot) {
  ASSERT_OK_AND_ASSIGN(Heads heads, Load());
  ASSERT_OK_AND_ASSIGN(auto reader, store_.Read());
  EXPECT_TRUE(*HeadsAre(heads, *reader));
  heads.trees[v1::LOG_ID_TRUST].Append(EmptyRoot());
  EXPECT_FALSE(*HeadsAre(heads, *reader));
  ASSERT_OK_AND_ASSIGN(heads, Load());
  store::v1::HeadRow other = Head();
  other.set_root(std::string(32, 'r'));
  Tamper(Table::kHead, head_, other.SerializeAsString());
  ASSERT_OK_AND_ASSIGN(reader, store_.Read());
  EXPECT_FALSE(*HeadsAre(heads, *reader));
  Tamper(Table::kHead, head_, absl::nullopt);
  ASSERT_OK_AND_ASSIGN(reader, store_.Read());
  EXPECT_FALSE(*HeadsAre(heads, *reader));
}

}  // namespace
}  // namespace enlace::ledger
