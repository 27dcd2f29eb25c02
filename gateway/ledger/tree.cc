#include "gateway/ledger/tree.h"

#include "absl/numeric/bits.h"
#include "absl/status/status.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::ledger {
namespace {

constexpr size_t kHashSize = base::kSha256Size;
constexpr size_t kFullTile = kTileWidth * kHashSize;

}  // namespace

absl::StatusOr<Tree> Tree::Load(TileSource& tiles, uint64_t size) {
  Tree tree;
  tree.size_ = size;
  tree.stored_size_ = size;
  for (int level = 0; (size >> (kTileHeight * level)) > 0; ++level) {
    const uint64_t nodes = size >> (kTileHeight * level);
    const size_t wanted = (nodes % kTileWidth) * kHashSize;
    std::string edge;
    if (wanted > 0) {
      ASSIGN_OR_RETURN(edge, tiles.Tile(level, nodes / kTileWidth));
      if (edge.size() < wanted) return absl::DataLossError("a tile at the right edge is too short");
      edge.resize(wanted);
    }
    tree.edge_.push_back(std::move(edge));
  }
  return tree;
}

void Tree::Append(const std::string& leaf_hash) {
  Push(0, leaf_hash);
  ++size_;
}

void Tree::Push(size_t level, const std::string& hash) {
  if (edge_.size() == level) edge_.emplace_back();
  edge_[level] += hash;
  if (edge_[level].size() < kFullTile) return;
  // size_ does not count the leaf yet that fills the tile: this is its number.
  const std::string full = std::move(edge_[level]);
  edge_[level].clear();
  filled_[{static_cast<int>(level), EdgeNumber(static_cast<int>(level))}] = full;
  Push(level + 1, RootOfHashes(full));
}

std::string Tree::Root() const {
  if (size_ == 0) return EmptyRoot();
  std::string root;
  // Full subtrees from the smallest, at the right, to the largest.
  for (const std::string& hashes : edge_) {
    size_t end = hashes.size() / kHashSize;
    while (end > 0) {
      const size_t width = size_t{1} << absl::countr_zero(end);
      const std::string peak =
          RootOfHashes(absl::string_view(hashes).substr((end - width) * kHashSize, width * kHashSize));
      root = root.empty() ? peak : NodeHash(peak, root);
      end -= width;
    }
  }
  return root;
}

absl::StatusOr<std::string> Tree::Tile(int level, uint64_t number) {
  const auto filled = filled_.find({level, number});
  if (filled != filled_.end()) return filled->second;
  if (static_cast<size_t>(level) < edge_.size() && number == EdgeNumber(level)) return edge_[level];
  return absl::OutOfRangeError("this tile is not at the right edge");
}

std::map<std::pair<int, uint64_t>, std::string> Tree::ChangedTiles() const {
  auto changed = filled_;
  for (size_t level = 1; level < edge_.size(); ++level) {
    const int shift = kTileHeight * static_cast<int>(level);
    if ((size_ >> shift) == (stored_size_ >> shift) || edge_[level].empty()) continue;
    changed[{static_cast<int>(level), EdgeNumber(static_cast<int>(level))}] = edge_[level];
  }
  return changed;
}

void Tree::ForgetChanges() {
  filled_.clear();
  stored_size_ = size_;
}

}  // namespace enlace::ledger
