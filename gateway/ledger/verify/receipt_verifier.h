// Checks a receipt offline, with nothing but the log's public key: what an
// agency, a judge or a journalist runs.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_RECEIPT_VERIFIER_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_RECEIPT_VERIFIER_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/v1/receipt.pb.h"
#include "gateway/ledger/verify/checkpoint.h"
#include "gateway/ledger/verify/leaf.h"

namespace enlace::ledger {

// What a receipt proves. Only this counts; `kind` of the receipt is a label
// that nothing signs (the record's event_type says what happened).
struct VerifiedReceipt {
  uint64_t index = 0;
  store::v1::Record record;
  Leaf leaf;
  Checkpoint checkpoint;
};

// Checks that salt and record open the leaf, that the leaf stands at log_index
// under the checkpoint, that `key` signed the checkpoint, and that times, sealed
// digest, referral_id and leg_id say the same everywhere.
//   INVALID_ARGUMENT  the receipt or the key is malformed; names the field.
//   DATA_LOSS         it proves nothing: something was altered, or it is of
//                     another log. The message says which check failed.
absl::StatusOr<VerifiedReceipt> VerifyReceipt(const v1::Receipt& receipt, const VerifierKey& key);
// As above; `verifier_key` as VerifierKey::Parse reads it.
absl::StatusOr<VerifiedReceipt> VerifyReceipt(const v1::Receipt& receipt, absl::string_view verifier_key);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_RECEIPT_VERIFIER_H_
