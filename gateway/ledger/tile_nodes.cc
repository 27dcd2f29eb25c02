#include "gateway/ledger/tile_nodes.h"

#include "absl/status/status.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::ledger {

std::string RootOfHashes(absl::string_view hashes) {
  constexpr size_t kSize = base::kSha256Size;
  std::string level(hashes);
  while (level.size() > kSize) {
    std::string above;
    above.reserve(level.size() / 2);
    for (size_t at = 0; at < level.size(); at += 2 * kSize) {
      above += NodeHash(absl::string_view(level).substr(at, kSize),
                        absl::string_view(level).substr(at + kSize, kSize));
    }
    level = std::move(above);
  }
  return level;
}

absl::StatusOr<std::string> TileNodes::Node(int level, uint64_t index) {
  const int tile_level = level / kTileHeight;
  const int height = level % kTileHeight;
  const uint64_t number = index >> (kTileHeight - height);
  const uint64_t first = (index << height) % kTileWidth;
  auto tile = seen_.find({tile_level, number});
  if (tile == seen_.end()) {
    ASSIGN_OR_RETURN(std::string hashes, tiles_.Tile(tile_level, number));
    tile = seen_.emplace(std::make_pair(tile_level, number), std::move(hashes)).first;
  }
  const size_t begin = first * base::kSha256Size;
  const size_t size = base::kSha256Size << height;
  if (tile->second.size() < begin + size)
    return absl::OutOfRangeError("the tree does not have this node yet");
  return RootOfHashes(absl::string_view(tile->second).substr(begin, size));
}

}  // namespace enlace::ledger
