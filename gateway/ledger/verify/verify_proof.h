// Checks Merkle proofs (RFC 9162 sections 2.1.3.2 and 2.1.4.2, the same trees as
// RFC 6962). Pure: needs nothing but its arguments.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_VERIFY_PROOF_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_VERIFY_PROOF_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/ledger/verify/merkle.h"

namespace enlace::ledger {

// OK: the leaf with this hash stands at `index` of the tree of `size` leaves
// with this root.
//   INVALID_ARGUMENT  index not below size, or a hash without 32 bytes.
//   DATA_LOSS         it does not: the proof, the leaf or the root is another's.
absl::Status VerifyInclusion(absl::string_view leaf_hash, uint64_t index, uint64_t size, const HashPath& path,
                             absl::string_view root);

// OK: the tree of `new_size` leaves begins with the tree of `old_size` leaves:
// nothing was changed or removed. The empty tree is the beginning of any.
//   INVALID_ARGUMENT  old_size above new_size, or a hash without 32 bytes.
//   DATA_LOSS         it does not: the log was rewritten, or the proof is wrong.
absl::Status VerifyConsistency(uint64_t old_size, absl::string_view old_root, uint64_t new_size,
                               absl::string_view new_root, const HashPath& path);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_VERIFY_PROOF_H_
