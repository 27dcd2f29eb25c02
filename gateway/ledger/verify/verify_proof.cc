#include "gateway/ledger/verify/verify_proof.h"

#include <string>

#include "gateway/base/digest.h"

namespace enlace::ledger {
namespace {

bool AllAreHashes(const HashPath& path) {
  for (const std::string& hash : path) {
    if (hash.size() != base::kSha256Size) return false;
  }
  return true;
}

absl::Status NotAHash() { return absl::InvalidArgumentError("proof: a hash does not have 32 bytes"); }

absl::Status NotIncluded(const char* why) {
  return absl::DataLossError(std::string("inclusion proof does not verify: ") + why);
}

absl::Status NotConsistent(const char* why) {
  return absl::DataLossError(std::string("consistency proof does not verify: ") + why);
}

// The walk from a node up to the root: its number among the nodes of its level,
// and that of the last node of the level.
struct Walk {
  uint64_t node;
  uint64_t last;
  void Up() {
    node >>= 1;
    last >>= 1;
  }
  // Whether the sibling stands on the left. A last node without sibling on its
  // own level rises until it has one.
  bool SiblingIsLeft() {
    if ((node & 1) == 0 && node != last) return false;
    while ((node & 1) == 0 && node != 0) Up();
    return true;
  }
};

}  // namespace

absl::Status VerifyInclusion(absl::string_view leaf_hash, uint64_t index, uint64_t size, const HashPath& path,
                             absl::string_view root) {
  if (index >= size) return absl::InvalidArgumentError("proof: index is not below the size of the tree");
  if (leaf_hash.size() != base::kSha256Size || root.size() != base::kSha256Size || !AllAreHashes(path)) {
    return NotAHash();
  }
  Walk walk{index, size - 1};
  std::string hash(leaf_hash);
  for (const std::string& sibling : path) {
    if (walk.last == 0) return NotIncluded("the path is too long");
    hash = walk.SiblingIsLeft() ? NodeHash(sibling, hash) : NodeHash(hash, sibling);
    walk.Up();
  }
  if (walk.last != 0) return NotIncluded("the path is too short");
  if (hash != root) return NotIncluded("the path leads to another root");
  return absl::OkStatus();
}

absl::Status VerifyConsistency(uint64_t old_size, absl::string_view old_root, uint64_t new_size,
                               absl::string_view new_root, const HashPath& path) {
  if (old_size > new_size)
    return absl::InvalidArgumentError("proof: the old tree is larger than the new one");
  if (old_root.size() != base::kSha256Size || new_root.size() != base::kSha256Size || !AllAreHashes(path)) {
    return NotAHash();
  }
  if (old_size == new_size || old_size == 0) {
    if (!path.empty()) return NotConsistent("the path is too long");
    if (old_size == new_size && old_root != new_root) return NotConsistent("two roots for one size");
    if (old_size == 0 && old_root != EmptyRoot())
      return NotConsistent("the old root is not that of no leaves");
    return absl::OkStatus();
  }
  Walk walk{old_size - 1, new_size - 1};
  while ((walk.node & 1) == 1) walk.Up();
  // If the old tree is one full subtree, the path leaves its root out.
  const bool old_is_full = walk.node == 0;
  if (!old_is_full && path.empty()) return NotConsistent("the path is too short");
  std::string old_hash(old_is_full ? old_root : absl::string_view(path.front()));
  std::string new_hash = old_hash;
  for (size_t i = old_is_full ? 0 : 1; i < path.size(); ++i) {
    if (walk.last == 0) return NotConsistent("the path is too long");
    if (walk.SiblingIsLeft()) {
      old_hash = NodeHash(path[i], old_hash);
      new_hash = NodeHash(path[i], new_hash);
    } else {
      new_hash = NodeHash(new_hash, path[i]);
    }
    walk.Up();
  }
  if (walk.last != 0) return NotConsistent("the path is too short");
  if (old_hash != old_root) return NotConsistent("the path leads to another old root");
  if (new_hash != new_root) return NotConsistent("the path leads to another new root");
  return absl::OkStatus();
}

}  // namespace enlace::ledger
