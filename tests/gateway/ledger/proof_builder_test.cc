#include "gateway/ledger/proof_builder.h"

#include "gateway/ledger/tree.h"
#include "gateway/ledger/verify/verify_proof.h"
#include "tests/gateway/ledger/naive_tree.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

class ProofBuilderTest : public ::testing::Test {
 protected:
  static constexpr int kSize = 257;
  ProofBuilderTest() {
    for (int i = 0; i < kSize; ++i) {
      leaves_.push_back(NaiveLeaf(i));
      tree_.Append(leaves_.back());
      roots_.push_back(NaiveRoot(leaves_, 0, leaves_.size()));
    }
  }
  Hashes leaves_;
  // roots_[n - 1] is that of n leaves.
  Hashes roots_;
  Tree tree_;
  TileNodes nodes_{tree_};
};

TEST_F(ProofBuilderTest, InclusionPathsAreTheNaiveOnesAndVerify) {
  for (size_t n = 1; n <= kSize; ++n) {
    EXPECT_EQ(*RootOf(nodes_, n), roots_[n - 1]);
    for (size_t m = 0; m < n; ++m) {
      ASSERT_OK_AND_ASSIGN(const HashPath path, InclusionPath(nodes_, m, n));
      if (n % 8 < 2) {
        ASSERT_EQ(path, NaivePath(leaves_, m, 0, n)) << m << " of " << n;
      }
      ASSERT_THAT(VerifyInclusion(leaves_[m], m, n, path, roots_[n - 1]), IsOk()) << m << " of " << n;
    }
  }
}

TEST_F(ProofBuilderTest, ConsistencyPathsAreTheNaiveOnesAndVerify) {
  for (size_t n = 1; n <= kSize; ++n) {
    for (size_t m = 1; m <= n; ++m) {
      ASSERT_OK_AND_ASSIGN(const HashPath path, ConsistencyPath(nodes_, m, n));
      if (n % 8 < 2) {
        ASSERT_EQ(path, NaiveSubproof(leaves_, m, 0, n, true)) << m << " to " << n;
      }
      ASSERT_THAT(VerifyConsistency(m, roots_[m - 1], n, roots_[n - 1], path), IsOk()) << m << " to " << n;
    }
  }
}

TEST_F(ProofBuilderTest, WhatTheTreeDoesNotHoldIsOutOfRange) {
  EXPECT_THAT(InclusionPath(nodes_, 5, 5), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(InclusionPath(nodes_, 5, kSize + 1), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(ConsistencyPath(nodes_, 6, 5), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_THAT(RootOf(nodes_, kSize + 1), StatusIs(absl::StatusCode::kOutOfRange));
  EXPECT_EQ(*RootOf(nodes_, 0), EmptyRoot());
  EXPECT_TRUE(ConsistencyPath(nodes_, 0, 5)->empty());
}

}  // namespace
}  // namespace enlace::ledger
