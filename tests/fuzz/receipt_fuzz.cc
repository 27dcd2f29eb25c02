// The verifier of receipts as a whole: of all receipts that can be made from one
// that the log gave, those that verify prove exactly what that one proves.
#include <cstdint>

#include "enlace/v1/receipt.pb.h"
#include "gateway/base/secret.h"
#include "gateway/ledger/log_key.h"
#include "gateway/ledger/verify/receipt_verifier.h"
#include "gateway/ledger/verify/tlog_proof.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace enlace;
using fuzz::Demand;

const ledger::LogKey& Key() {
  static const ledger::LogKey& key =
      *fuzz::Must(ledger::LogKey::FromSeed("log.example.gob/1", base::Secret(std::string(32, 's'))))
           .release();
  return key;
}

// The second of three leaves.
v1::Receipt MakeGenuine() {
  store::v1::Record record;
  record.mutable_record_time()->set_seconds(1768478400);
  record.set_referral_id("0123456789ABCDEFGHJKMNPQRS");
  v1::Receipt receipt;
  receipt.set_kind(v1::RECEIPT_KIND_SUBMISSION);
  receipt.set_referral_id(record.referral_id());
  *receipt.mutable_record_time() = record.record_time();
  receipt.set_log_index(1);
  receipt.set_record(record.SerializeAsString());
  receipt.set_salt(std::string(ledger::kSaltSize, 'x'));
  ledger::Leaf leaf;
  leaf.minute = 1768478400 / 60;
  leaf.commit = ledger::CommitRecord(receipt.salt(), receipt.record());
  leaf.case_tag = leaf.sealed = leaf.prev = leaf.actor = std::string(32, 'c');
  receipt.set_leaf(ledger::EncodeLeaf(leaf));
  const std::string first = ledger::LeafHash("first");
  const std::string third = ledger::LeafHash("third");
  const std::string root = ledger::NodeHash(ledger::NodeHash(first, ledger::LeafHash(receipt.leaf())), third);
  ledger::TlogProof proof;
  proof.index = 1;
  proof.path = {first, third};
  proof.checkpoint = Key().SignCheckpoint(3, root);
  receipt.set_tlog_proof(ledger::FormatTlogProof(proof));
  return receipt;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const v1::Receipt genuine = MakeGenuine();
  static const bool is_genuine = ledger::VerifyReceipt(genuine, Key().verifier()).ok();
  Demand(is_genuine, "the receipt that the log gave verifies");
  fuzz::Input input(data, size);
  const bool edits = input.Byte() == 'e';
  const std::string bytes =
      edits ? fuzz::Edited(genuine.SerializeAsString(), &input) : std::string(input.Rest());
  v1::Receipt receipt;
  if (!receipt.ParseFromString(bytes)) return 0;
  const auto verified = ledger::VerifyReceipt(receipt, Key().verifier());
  if (!verified.ok()) {
    Demand(absl::IsInvalidArgument(verified.status()) || absl::IsDataLoss(verified.status()),
           "a refusal is malformed or altered, nothing else");
    return 0;
  }
  Demand(receipt.leaf() == genuine.leaf() && receipt.record() == genuine.record() &&
             receipt.salt() == genuine.salt() && receipt.log_index() == genuine.log_index(),
         "nothing is proved but what the log recorded");
  Demand(receipt.record_time().SerializeAsString() == genuine.record_time().SerializeAsString() &&
             (receipt.referral_id().empty() || receipt.referral_id() == genuine.referral_id()) &&
             receipt.leg_id().empty(),
         "what the receipt says beside its proof is true");
  return 0;
}
