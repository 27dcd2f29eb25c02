#include "gateway/ledger/verify/receipt_verifier.h"

#include <string>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/verify/merkle.h"
#include "gateway/ledger/verify/tlog_proof.h"
#include "gateway/ledger/verify/verify_proof.h"

namespace enlace::ledger {
namespace {

constexpr int32_t kNanosPerSecond = 1'000'000'000;

absl::Status Altered(absl::string_view what) {
  return absl::DataLossError(absl::StrCat("receipt does not verify: ", what));
}

// Whether the record says what the leaf and the labels of the receipt say.
absl::Status CheckRecord(const v1::Receipt& receipt, const store::v1::Record& record, const Leaf& leaf) {
  const google::protobuf::Timestamp& time = record.record_time();
  if (!record.has_record_time() || time.nanos() < 0 || time.nanos() >= kNanosPerSecond) {
    return Altered("the record has no proper record_time");
  }
  if (time.seconds() < 0 || static_cast<uint64_t>(time.seconds()) / 60 != leaf.minute) {
    return Altered("record_time of the record is not in the minute of the leaf");
  }
  if (!receipt.has_record_time() || receipt.record_time().seconds() != time.seconds() ||
      receipt.record_time().nanos() != time.nanos()) {
    return Altered("record_time is not that of the record");
  }
  if (!record.sealed_digest().empty() && record.sealed_digest() != leaf.sealed) {
    return Altered("sealed_digest of the record is not that of the leaf");
  }
  if (!receipt.referral_id().empty() && receipt.referral_id() != record.referral_id()) {
    return Altered("referral_id is not that of the record");
  }
  if (!receipt.leg_id().empty() && receipt.leg_id() != record.leg_id()) {
    return Altered("leg_id is not that of the record");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<VerifiedReceipt> VerifyReceipt(const v1::Receipt& receipt, const VerifierKey& key) {
  ASSIGN_OR_RETURN(const TlogProof proof, ParseTlogProof(receipt.tlog_proof()));
  VerifiedReceipt verified;
  verified.index = proof.index;
  ASSIGN_OR_RETURN(verified.leaf, ParseLeaf(receipt.leaf()));
  if (receipt.salt().size() != kSaltSize) {
    return absl::InvalidArgumentError("salt: must have 32 bytes");
  }
  ASSIGN_OR_RETURN(verified.checkpoint, VerifyCheckpoint(proof.checkpoint, key));
  if (receipt.log_index() != proof.index) return Altered("log_index is not that of the proof");
  if (proof.index >= verified.checkpoint.size) return Altered("the index is beyond the checkpoint");
  RETURN_IF_ERROR(VerifyInclusion(LeafHash(receipt.leaf()), proof.index, verified.checkpoint.size, proof.path,
                                  verified.checkpoint.root));
  if (CommitRecord(receipt.salt(), receipt.record()) != verified.leaf.commit) {
    return Altered("salt and record do not open the leaf");
  }
  if (!verified.record.ParseFromString(receipt.record())) return Altered("the record cannot be read");
  RETURN_IF_ERROR(CheckRecord(receipt, verified.record, verified.leaf));
  return verified;
}

absl::StatusOr<VerifiedReceipt> VerifyReceipt(const v1::Receipt& receipt, absl::string_view verifier_key) {
  ASSIGN_OR_RETURN(const VerifierKey key, VerifierKey::Parse(verifier_key));
  return VerifyReceipt(receipt, key);
}

}  // namespace enlace::ledger
