#include "gateway/ledger/tile_nodes.h"

#include "gateway/ledger/tree.h"
#include "tests/gateway/ledger/naive_tree.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

TEST(TileNodesTest, NodesAreRootsOfFullSubtrees) {
  Tree tree;
  Hashes leaves;
  for (int i = 0; i < 1024; ++i) {
    leaves.push_back(NaiveLeaf(i));
    tree.Append(leaves.back());
  }
  TileNodes nodes(tree);
  for (int level = 0; level <= 10; ++level) {
    const size_t width = size_t{1} << level;
    for (size_t i = 0; i < 1024 / width; i += 1 + i / 3) {
      EXPECT_EQ(*nodes.Node(level, i), NaiveRoot(leaves, i * width, (i + 1) * width)) << level << " " << i;
    }
    EXPECT_THAT(nodes.Node(level, 1024 / width), StatusIs(absl::StatusCode::kOutOfRange));
  }
}

TEST(TileNodesTest, RootOfOneHashIsItself) { EXPECT_EQ(RootOfHashes(NaiveLeaf(0)), NaiveLeaf(0)); }

}  // namespace
}  // namespace enlace::ledger
