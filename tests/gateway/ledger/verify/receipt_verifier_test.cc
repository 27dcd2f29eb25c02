#include "gateway/ledger/verify/receipt_verifier.h"

#include "gateway/base/time_text.h"
#include "gateway/ledger/receipt.h"
#include "gateway/ledger/tree.h"
#include "gateway/ledger/verify/merkle.h"
#include "gateway/ledger/verify/tlog_proof.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

constexpr absl::StatusCode kForged = absl::StatusCode::kDataLoss;
constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

class ReceiptVerifierTest : public ::testing::Test {
 protected:
  ReceiptVerifierTest() {
    record_.mutable_record_time()->set_seconds(1768478403);
    record_.set_referral_id("R1");
    record_.set_sealed_digest(std::string(32, 'd'));
    leaf_.minute = 1768478403 / 60;
    leaf_.case_tag = leaf_.prev = leaf_.actor = std::string(32, 'x');
    leaf_.sealed = std::string(32, 'd');
  }
  // The receipt of record_ under leaf_, as fourth of seven leaves.
  v1::Receipt Receipt() { return ReceiptOf(record_.SerializeAsString()); }
  v1::Receipt ReceiptOf(const std::string& record) {
    leaf_.commit = CommitRecord(std::string(32, 's'), record);
    Tree tree;
    for (int i = 0; i < 7; ++i) tree.Append(LeafHash(i == 3 ? EncodeLeaf(leaf_) : "other"));
    auto receipt = *BuildReceipt(
        {.index = 3, .leaf = EncodeLeaf(leaf_), .record_bytes = "", .salt = std::string(32, 's')}, tree, 7,
        *key_);
    receipt.set_record(record);
    *receipt.mutable_record_time() = record_.record_time();
    return receipt;
  }
  const std::unique_ptr<LogKey> key_ =
      *LogKey::FromSeed("a.gob/caselog/1", base::Secret(std::string(32, 'k')));
  const VerifierKey& verifier_ = key_->verifier();
  store::v1::Record record_;
  Leaf leaf_;
};

TEST_F(ReceiptVerifierTest, HonestReceiptVerifies) {
  v1::Receipt receipt = Receipt();
  receipt.set_kind(v1::RECEIPT_KIND_DECISION);
  receipt.set_referral_id("R1");
  ASSERT_OK_AND_ASSIGN(const VerifiedReceipt verified, VerifyReceipt(receipt, verifier_.ToText()));
  EXPECT_EQ(verified.index, 3U);
  EXPECT_EQ(verified.record.referral_id(), "R1");
  EXPECT_EQ(verified.checkpoint.size, 7U);
}

TEST_F(ReceiptVerifierTest, EveryAlteredBitOfLeafRecordSaltAndProofIsRefused) {
  v1::Receipt bad = Receipt();
  for (std::string* bytes :
       {bad.mutable_leaf(), bad.mutable_record(), bad.mutable_salt(), bad.mutable_tlog_proof()}) {
    for (size_t bit = 0; bit < bytes->size() * 8; ++bit) {
      (*bytes)[bit / 8] ^= static_cast<char>(1 << bit % 8);
      EXPECT_FALSE(VerifyReceipt(bad, verifier_).ok()) << bit;
      (*bytes)[bit / 8] ^= static_cast<char>(1 << bit % 8);
    }
  }
}

TEST_F(ReceiptVerifierTest, LabelsThatTheRecordDoesNotBearOutAreRefused) {
  std::vector<v1::Receipt> bad(5, Receipt());
  bad[0].set_log_index(4);
  bad[1].set_referral_id("R2");
  bad[2].set_leg_id("L1");
  bad[3].mutable_record_time()->set_nanos(1);
  bad[4].mutable_record_time()->set_seconds(1768478404);
  for (const v1::Receipt& receipt : bad) EXPECT_THAT(VerifyReceipt(receipt, verifier_), StatusIs(kForged));
}

TEST_F(ReceiptVerifierTest, LabelsThatTheRecordBearsOutPass) {
  record_.set_leg_id("L1");
  v1::Receipt receipt = Receipt();
  receipt.set_leg_id("L1");
  EXPECT_THAT(VerifyReceipt(receipt, verifier_), IsOk());
  record_.clear_sealed_digest();  // Most acts have no payload; their leaf has noise instead.
  EXPECT_THAT(VerifyReceipt(Receipt(), verifier_), IsOk());
}

TEST_F(ReceiptVerifierTest, IndexBeyondTheCheckpointIsRefused) {
  v1::Receipt receipt = Receipt();
  ASSERT_OK_AND_ASSIGN(TlogProof proof, ParseTlogProof(receipt.tlog_proof()));
  proof.index = 7;
  receipt.set_tlog_proof(FormatTlogProof(proof));
  receipt.set_log_index(7);
  EXPECT_THAT(VerifyReceipt(receipt, verifier_), StatusIs(kForged, ::testing::HasSubstr("beyond")));
}

TEST_F(ReceiptVerifierTest, RecordThatIsNoneIsRefused) {
  EXPECT_THAT(VerifyReceipt(ReceiptOf("\xff"), verifier_),
              StatusIs(kForged, ::testing::HasSubstr("cannot be read")));
}

TEST_F(ReceiptVerifierTest, LeafOfAnotherMinuteOrPayloadIsRefused) {
  leaf_.minute += 1;
  EXPECT_THAT(VerifyReceipt(Receipt(), verifier_), StatusIs(kForged, ::testing::HasSubstr("minute")));
  leaf_.minute -= 1;
  leaf_.sealed = std::string(32, 'e');
  EXPECT_THAT(VerifyReceipt(Receipt(), verifier_), StatusIs(kForged, ::testing::HasSubstr("sealed_digest")));
}

TEST_F(ReceiptVerifierTest, RecordWithoutProperTimeIsRefused) {
  for (const int nanos : {-1, 1'000'000'000}) {
    record_.mutable_record_time()->set_nanos(nanos);
    EXPECT_THAT(VerifyReceipt(Receipt(), verifier_), StatusIs(kForged)) << nanos;
  }
  record_.mutable_record_time()->set_nanos(0);
  record_.mutable_record_time()->set_seconds(-1);
  leaf_.minute = 0;
  EXPECT_THAT(VerifyReceipt(Receipt(), verifier_), StatusIs(kForged, ::testing::HasSubstr("minute")));
  record_.clear_record_time();
  EXPECT_THAT(VerifyReceipt(Receipt(), verifier_), StatusIs(kForged));
}

TEST_F(ReceiptVerifierTest, ReceiptThatDoesNotSayWhenIsRefused) {
  record_.mutable_record_time()->set_seconds(0);
  leaf_.minute = 0;
  v1::Receipt receipt = Receipt();
  EXPECT_THAT(VerifyReceipt(receipt, verifier_), IsOk());
  receipt.clear_record_time();
  EXPECT_THAT(VerifyReceipt(receipt, verifier_), StatusIs(kForged));
}

TEST_F(ReceiptVerifierTest, ReceiptOfAnotherLogIsRefused) {
  const auto other = *LogKey::FromSeed("b.gob/caselog/1", base::Secret(std::string(32, 'k')));
  EXPECT_THAT(VerifyReceipt(Receipt(), other->verifier()), StatusIs(kForged));
}

TEST_F(ReceiptVerifierTest, MalformedReceiptsAndKeysAreInvalid) {
  EXPECT_THAT(VerifyReceipt(v1::Receipt(), verifier_), StatusIs(kInvalid));
  EXPECT_THAT(VerifyReceipt(Receipt(), "not a key"), StatusIs(kInvalid));
  v1::Receipt receipt = Receipt();
  receipt.clear_salt();
  EXPECT_THAT(VerifyReceipt(receipt, verifier_), StatusIs(kInvalid, ::testing::HasSubstr("salt")));
  receipt = Receipt();
  receipt.set_leaf("short");
  EXPECT_THAT(VerifyReceipt(receipt, verifier_), StatusIs(kInvalid, ::testing::HasSubstr("leaf")));
}

}  // namespace
}  // namespace enlace::ledger
