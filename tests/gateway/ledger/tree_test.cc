#include "gateway/ledger/tree.h"

#include "gateway/ledger/verify/verify_proof.h"
#include "tests/gateway/ledger/naive_tree.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

// Tiles as the store keeps them, level 0 made of leaf hashes.
class MapTiles final : public TileSource {
 public:
  absl::StatusOr<std::string> Tile(int level, uint64_t number) override {
    const auto tile = tiles.find({level, number});
    if (tile == tiles.end()) return absl::OutOfRangeError("none");
    return tile->second;
  }
  std::map<std::pair<int, uint64_t>, std::string> tiles;
};

TEST(TreeTest, RootIsThatOfTheNaiveTreeAtEverySize) {
  Tree tree;
  Hashes leaves;
  EXPECT_EQ(tree.Root(), NaiveRoot(leaves, 0, 0));
  for (int i = 0; i < 600; ++i) {
    leaves.push_back(NaiveLeaf(i));
    tree.Append(leaves.back());
    ASSERT_EQ(tree.Root(), NaiveRoot(leaves, 0, leaves.size())) << i;
  }
}

// Two levels of tiles fill: 65,536 leaves and some.
TEST(TreeTest, LoadedTreeGoesOnLikeTheOneThatWasKept) {
  Tree tree;
  MapTiles stored;
  for (int i = 0; i < 66100; ++i) {
    const std::string leaf = NaiveLeaf(i);
    stored.tiles[{0, static_cast<uint64_t>(i) / kTileWidth}] += leaf;
    tree.Append(leaf);
    if (i % 300 != 0 && i < 65500) continue;
    for (const auto& [place, hashes] : tree.ChangedTiles()) {
      if (place.first > 0) stored.tiles[place] = hashes;
    }
    tree.ForgetChanges();
    if (i % 3000 != 0 && i % 128 != 0) continue;
    ASSERT_OK_AND_ASSIGN(const Tree loaded, Tree::Load(stored, tree.size()));
    ASSERT_EQ(loaded.Root(), tree.Root()) << i;
  }
}

TEST(TreeTest, AnswersForFilledAndUnfilledTilesOnly) {
  Tree tree;
  for (int i = 0; i < 300; ++i) tree.Append(NaiveLeaf(i));
  EXPECT_EQ(tree.Tile(0, 0)->size(), 256U * 32);
  EXPECT_EQ(tree.Tile(0, 1)->size(), 44U * 32);
  EXPECT_EQ(tree.Tile(1, 0)->size(), 32U);
  EXPECT_THAT(tree.Tile(0, 2), StatusIs(absl::StatusCode::kOutOfRange));
  tree.ForgetChanges();
  EXPECT_THAT(tree.Tile(0, 0), StatusIs(absl::StatusCode::kOutOfRange));
}

TEST(TreeTest, ShortTileAtTheEdgeIsDataLoss) {
  MapTiles stored;
  stored.tiles[{0, 0}] = NaiveLeaf(0);
  EXPECT_THAT(Tree::Load(stored, 2), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::ledger
