#include "gateway/ledger/proof_builder.h"

#include <algorithm>

#include "absl/numeric/bits.h"
#include "absl/status/status.h"
#include "gateway/base/status_macros.h"

namespace enlace::ledger {
namespace {

// Root of the leaves [begin, end), which must be a subtree that RFC 6962 makes.
absl::StatusOr<std::string> SubtreeRoot(NodeSource& nodes, uint64_t begin, uint64_t end) {
  const uint64_t size = end - begin;
  if (absl::has_single_bit(size)) {
    const int level = absl::bit_width(size) - 1;
    return nodes.Node(level, begin >> level);
  }
  const uint64_t middle = begin + SplitPoint(size);
  ASSIGN_OR_RETURN(const std::string left, SubtreeRoot(nodes, begin, middle));
  ASSIGN_OR_RETURN(const std::string right, SubtreeRoot(nodes, middle, end));
  return NodeHash(left, right);
}

}  // namespace

absl::StatusOr<std::string> RootOf(NodeSource& nodes, uint64_t size) {
  if (size == 0) return EmptyRoot();
  return SubtreeRoot(nodes, 0, size);
}

absl::StatusOr<HashPath> InclusionPath(NodeSource& nodes, uint64_t index, uint64_t size) {
  if (index >= size) return absl::OutOfRangeError("the index is not below the size of the tree");
  HashPath path;
  uint64_t begin = 0;
  uint64_t end = size;
  // Downwards, so that the path comes out from the root and is turned round.
  while (end - begin > 1) {
    const uint64_t middle = begin + SplitPoint(end - begin);
    const bool is_left = index < middle;
    ASSIGN_OR_RETURN(std::string sibling,
                     is_left ? SubtreeRoot(nodes, middle, end) : SubtreeRoot(nodes, begin, middle));
    path.push_back(std::move(sibling));
    (is_left ? end : begin) = middle;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

absl::StatusOr<HashPath> ConsistencyPath(NodeSource& nodes, uint64_t old_size, uint64_t new_size) {
  if (old_size > new_size) return absl::OutOfRangeError("the old tree is larger than the new one");
  HashPath path;
  if (old_size == 0 || old_size == new_size) return path;
  uint64_t begin = 0;
  uint64_t end = new_size;
  // Down to the subtree that ends where the old tree ends.
  while (end != old_size) {
    const uint64_t middle = begin + SplitPoint(end - begin);
    const bool is_left = old_size <= middle;
    ASSIGN_OR_RETURN(std::string sibling,
                     is_left ? SubtreeRoot(nodes, middle, end) : SubtreeRoot(nodes, begin, middle));
    path.push_back(std::move(sibling));
    (is_left ? end : begin) = middle;
  }
  // The verifier knows this subtree's root if it is the old tree itself.
  if (begin != 0) {
    ASSIGN_OR_RETURN(std::string last, SubtreeRoot(nodes, begin, end));
    path.push_back(std::move(last));
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace enlace::ledger
