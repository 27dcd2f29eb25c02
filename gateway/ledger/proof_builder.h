// Makes Merkle proofs (RFC 6962 sections 2.1.1 and 2.1.2) from the nodes of a tree.
#ifndef ENLACE_GATEWAY_LEDGER_PROOF_BUILDER_H_
#define ENLACE_GATEWAY_LEDGER_PROOF_BUILDER_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/ledger/verify/merkle.h"

namespace enlace::ledger {

// Where the nodes of full subtrees come from.
class NodeSource {
 public:
  virtual ~NodeSource() = default;
  // Root of the full subtree over the leaves [index << level, (index + 1) << level).
  //   OUT_OF_RANGE            the tree does not hold all of them.
  //   UNAVAILABLE, DATA_LOSS  as store::Reader.
  virtual absl::StatusOr<std::string> Node(int level, uint64_t index) = 0;
};

// Each: OUT_OF_RANGE if the tree is smaller than asked for, or the index is not
// below the size, or the old tree is larger than the new one.

// Root of the first `size` leaves.
absl::StatusOr<std::string> RootOf(NodeSource& nodes, uint64_t size);
// For verify_proof.h VerifyInclusion.
absl::StatusOr<HashPath> InclusionPath(NodeSource& nodes, uint64_t index, uint64_t size);
// For verify_proof.h VerifyConsistency; empty if the old tree is empty.
absl::StatusOr<HashPath> ConsistencyPath(NodeSource& nodes, uint64_t old_size, uint64_t new_size);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_PROOF_BUILDER_H_
