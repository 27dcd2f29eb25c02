// The hashes of RFC 6962 section 2.1. Leaves and nodes are hashed under
// different first bytes, so that no node can be shown as a leaf.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_MERKLE_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_MERKLE_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

namespace enlace::ledger {

// Hashes have 32 bytes. From a leaf's sibling up to the child of the root.
using HashPath = std::vector<std::string>;

// Root of the tree without leaves: SHA-256 of nothing.
std::string EmptyRoot();
// SHA-256(0x00 || leaf).
std::string LeafHash(absl::string_view leaf);
// SHA-256(0x01 || left || right).
std::string NodeHash(absl::string_view left, absl::string_view right);
// The largest power of two below `size`, which must be at least 2: where
// RFC 6962 splits a tree.
uint64_t SplitPoint(uint64_t size);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_MERKLE_H_
