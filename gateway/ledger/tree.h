// A log's tree as its writer keeps it: the right edge in memory, and the tiles
// that the last leaves changed.
#ifndef ENLACE_GATEWAY_LEDGER_TREE_H_
#define ENLACE_GATEWAY_LEDGER_TREE_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/ledger/tile_nodes.h"

namespace enlace::ledger {

// A value: copy it before a batch, and drop the copy if the batch fails. Answers
// for the tiles that are not full and for those filled since ForgetChanges.
class Tree final : public TileSource {
 public:
  // The empty tree.
  Tree() = default;
  // The tree of `size` leaves whose tiles come from `tiles`.
  //   UNAVAILABLE, DATA_LOSS, OUT_OF_RANGE  as TileSource.
  static absl::StatusOr<Tree> Load(TileSource& tiles, uint64_t size);

  uint64_t size() const { return size_; }
  void Append(const std::string& leaf_hash);
  std::string Root() const;
  absl::StatusOr<std::string> Tile(int level, uint64_t number) override;

  // The tiles to be stored since the last ForgetChanges: full ones, and of level
  // 1 and above those that grew.
  std::map<std::pair<int, uint64_t>, std::string> ChangedTiles() const;
  void ForgetChanges();

 private:
  void Push(size_t level, const std::string& hash);
  // Number of the tile of `level` that is not full.
  uint64_t EdgeNumber(int level) const { return size_ >> (kTileHeight * (level + 1)); }

  uint64_t size_ = 0;
  // Per level, the hashes of the tile that is not full.
  std::vector<std::string> edge_;
  std::map<std::pair<int, uint64_t>, std::string> filled_;
  // From which size on tiles changed.
  uint64_t stored_size_ = 0;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_TREE_H_
