#include "gateway/store/memory/memory_store.h"

#include "tests/contract/store_contract.h"

namespace enlace::store {

struct MemoryFactory {
  std::unique_ptr<Store> New() { return std::make_unique<MemoryStore>(); }
};
INSTANTIATE_TYPED_TEST_SUITE_P(Memory, StoreContract, MemoryFactory);

namespace {

using Step = MemoryStore::Step;
const absl::Status kFault = absl::UnavailableError("fault");

TEST(MemoryStoreTest, FaultStrikesOnceAtItsStep) {
  MemoryStore store;
  store.FailNext(Step::kBegin, kFault);
  EXPECT_THAT(store.Begin(), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store.Begin(), IsOk());
}

TEST(MemoryStoreTest, QueuedOkLetsAStepPass) {
  MemoryStore store;
  store.FailNext(Step::kRead, absl::OkStatus());
  store.FailNext(Step::kRead, kFault);
  EXPECT_THAT(store.Read(), IsOk());
  EXPECT_THAT(store.Read(), StatusIs(absl::StatusCode::kUnavailable));
}

TEST(MemoryStoreTest, KeyThatCannotBeReadIsNotAKeyThatIsNotThere) {
  MemoryStore store;
  store.FailNext(Step::kKey, kFault);
  EXPECT_THAT(store.keys().Get("case:C1"), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(store.keys().Get("case:C1"), StatusIs(absl::StatusCode::kNotFound));
}

TEST(MemoryStoreTest, LostCommitLeavesNothingAndLetsTheNextWriterIn) {
  MemoryStore store;
  store.FailNext(Step::kCommit, kFault);
  ASSERT_OK_AND_ASSIGN(auto transaction, store.Begin());
  ASSERT_THAT(transaction->Put(Table::kCase, "k", "v"), IsOk());
  EXPECT_THAT(transaction->Commit(), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_OK_AND_ASSIGN(auto next, store.Begin());
  EXPECT_EQ(*next->Get(Table::kCase, "k"), absl::nullopt);
}

TEST(MemoryStoreTest, KeptCommitIsKeptThoughItsAnswerIsLost) {
  MemoryStore store;
  store.KeepButFailNext(Step::kCommit, kFault);
  ASSERT_OK_AND_ASSIGN(auto transaction, store.Begin());
  ASSERT_THAT(transaction->Put(Table::kCase, "k", "v"), IsOk());
  EXPECT_THAT(transaction->Commit(), StatusIs(absl::StatusCode::kUnavailable));
  ASSERT_OK_AND_ASSIGN(auto reader, store.Read());
  EXPECT_EQ(*reader->Get(Table::kCase, "k"), "v");
}

}  // namespace
}  // namespace enlace::store
