#include "gateway/ledger/log_reader.h"

#include "gateway/ledger/verify/verify_proof.h"
#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
constexpr v1::LogId kCase = v1::LOG_ID_CASE;

class LogReaderTest : public LedgerTest {
 protected:
  LogReaderTest() {
    for (int batch = 0; batch < 4; ++batch) {
      for (int i = 0; i < 75; ++i) Submit(AppendTo(absl::StrCat("C", i % 50)));
      sequencer_->Pump();
    }
  }
};

TEST_F(LogReaderTest, LeavesRunAcrossBundles) {
  ASSERT_OK_AND_ASSIGN(const auto leaves, reader_.Leaves(kCase, 70, 100));
  ASSERT_EQ(leaves.size(), 100U);
  for (const std::string& leaf : leaves) EXPECT_THAT(ParseLeaf(leaf), IsOk());
  EXPECT_EQ(reader_.Leaves(kCase, 299, 100)->size(), 1U);
  EXPECT_THAT(*reader_.Leaves(kCase, 300, 100), IsEmpty());
  EXPECT_THAT(*reader_.Leaves(v1::LOG_ID_TRUST, 0, 100), IsEmpty());
}

TEST_F(LogReaderTest, ProofsVerifyUnderTheCheckpoint) {
  ASSERT_OK_AND_ASSIGN(const Checkpoint checkpoint,
                       VerifyCheckpoint(*reader_.Checkpoint(kCase), case_key_->verifier()));
  EXPECT_EQ(checkpoint.size, 300U);
  for (const uint64_t index : {0, 74, 255, 256, 299}) {
    ASSERT_OK_AND_ASSIGN(const auto proof, reader_.InclusionProof(kCase, index, 0));
    EXPECT_EQ(proof.leaf_hash, LeafHash(reader_.Leaves(kCase, index, 1)->front()));
    EXPECT_THAT(VerifyInclusion(proof.leaf_hash, index, proof.size, proof.path, checkpoint.root), IsOk());
  }
  EXPECT_EQ(reader_.ConsistencyProof(kCase, 10, 0)->new_size, 300U);
}

TEST_F(LogReaderTest, WhatIsBeyondTheLogIsOutOfRange) {
  EXPECT_THAT(reader_.InclusionProof(kCase, 300, 0), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader_.InclusionProof(kCase, 0, 301), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader_.ConsistencyProof(kCase, 301, 0), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader_.OpenRecord(kCase, 300), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(reader_.ReceiptFor(kCase, 300, 0, *case_key_), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST_F(LogReaderTest, CaseRecordsAreFoundPageByPage) {
  EXPECT_THAT(*reader_.CaseRecords({"C7"}, 0, 4), ElementsAre(7, 57, 82, 132));
  EXPECT_THAT(*reader_.CaseRecords({"C7"}, 133, 4), ElementsAre(157, 207, 232, 282));
  EXPECT_THAT(*reader_.CaseRecords({"C"}, 0, 4), IsEmpty());
}

TEST_F(LogReaderTest, RecordsOfSeveralNamesComeInTheOrderOfTheLog) {
  ASSERT_OK_AND_ASSIGN(const std::vector<uint64_t> other, reader_.CaseRecords({"C8"}, 0, 4));
  ASSERT_OK_AND_ASSIGN(const std::vector<uint64_t> both, reader_.CaseRecords({"C8", "C7"}, 0, 4));
  EXPECT_THAT(both, ElementsAre(7, other[0], 57, other[1]));
}

TEST_F(LogReaderTest, ReceiptOfAnyTreeSizeVerifies) {
  for (const uint64_t size : {76, 150, 256, 300}) {
    ASSERT_OK_AND_ASSIGN(const v1::Receipt receipt, reader_.ReceiptFor(kCase, 75, size, *case_key_));
    ASSERT_OK_AND_ASSIGN(const VerifiedReceipt verified, VerifyReceipt(receipt, case_key_->verifier()));
    EXPECT_EQ(verified.checkpoint.size, size);
  }
}

TEST_F(LogReaderTest, ErasedRecordIsNotFound) {
  EXPECT_EQ(reader_.OpenRecord(kCase, 7)->record.case_id(), "C7");
  ASSERT_THAT(store_.keys().Erase("case:C7"), IsOk());
  EXPECT_THAT(reader_.OpenRecord(kCase, 7), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::ledger
