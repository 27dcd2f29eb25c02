// Nodes of a tree from its tiles: a tile of level L holds up to 256 neighbouring
// nodes of height 8 L.
#ifndef ENLACE_GATEWAY_LEDGER_TILE_NODES_H_
#define ENLACE_GATEWAY_LEDGER_TILE_NODES_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/ledger/proof_builder.h"

namespace enlace::ledger {

inline constexpr int kTileHeight = 8;
inline constexpr uint64_t kTileWidth = 256;

// Where tiles come from.
class TileSource {
 public:
  virtual ~TileSource() = default;
  // Hashes of 32 bytes one after another, as many as the tree has of them.
  //   OUT_OF_RANGE            there is no such tile.
  //   UNAVAILABLE, DATA_LOSS  as store::Reader.
  virtual absl::StatusOr<std::string> Tile(int level, uint64_t number) = 0;
};

// Borrows `tiles` and remembers what it read, for one proof. Not thread-safe.
class TileNodes final : public NodeSource {
 public:
  explicit TileNodes(TileSource& tiles) : tiles_(tiles) {}
  absl::StatusOr<std::string> Node(int level, uint64_t index) override;

 private:
  TileSource& tiles_;
  std::map<std::pair<int, uint64_t>, std::string> seen_;
};

// Root over hashes whose number is a power of two.
std::string RootOfHashes(absl::string_view hashes);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_TILE_NODES_H_
