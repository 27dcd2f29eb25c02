#include "gateway/ledger/verify/verify_proof.h"

#include "tests/gateway/ledger/naive_tree.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

constexpr absl::StatusCode kForged = absl::StatusCode::kDataLoss;
constexpr absl::StatusCode kInvalid = absl::StatusCode::kInvalidArgument;

class VerifyProofTest : public ::testing::Test {
 protected:
  VerifyProofTest() {
    for (int i = 0; i < 64; ++i) leaves_.push_back(NaiveLeaf(i));
  }
  std::string Root(size_t n) { return NaiveRoot(leaves_, 0, n); }
  HashPath Path(size_t m, size_t n) { return NaivePath(leaves_, m, 0, n); }
  HashPath Proof(size_t m, size_t n) { return NaiveSubproof(leaves_, m, 0, n, true); }
  Hashes leaves_;
};

TEST_F(VerifyProofTest, NaiveProofsVerify) {
  for (size_t n = 1; n <= leaves_.size(); ++n) {
    for (size_t m = 0; m < n; ++m) {
      EXPECT_THAT(VerifyInclusion(leaves_[m], m, n, Path(m, n), Root(n)), IsOk());
      EXPECT_THAT(VerifyConsistency(m + 1, Root(m + 1), n, Root(n), Proof(m + 1, n)), IsOk());
    }
  }
}

TEST_F(VerifyProofTest, InclusionAtAnotherIndexOrSizeIsRefused) {
  for (size_t n = 2; n <= 20; ++n) {
    for (size_t m = 0; m < n; ++m) {
      for (size_t other = 0; other < n; ++other) {
        if (other == m) continue;
        EXPECT_FALSE(VerifyInclusion(leaves_[m], other, n, Path(m, n), Root(n)).ok());
      }
      EXPECT_FALSE(VerifyInclusion(leaves_[m], m, n, Path(m, n), Root(n + 1)).ok());
    }
  }
}

TEST_F(VerifyProofTest, EveryAlteredMissingOrAddedHashIsRefused) {
  const HashPath path = Path(21, 50);
  const HashPath proof = Proof(21, 50);
  for (size_t i = 0; i < path.size(); ++i) {
    HashPath bad = path;
    bad[i][7] ^= 1;
    EXPECT_THAT(VerifyInclusion(leaves_[21], 21, 50, bad, Root(50)), StatusIs(kForged));
    bad = path;
    bad.erase(bad.begin() + i);
    EXPECT_THAT(VerifyInclusion(leaves_[21], 21, 50, bad, Root(50)), StatusIs(kForged));
    bad = path;
    bad.insert(bad.begin() + i, path[0]);
    EXPECT_THAT(VerifyInclusion(leaves_[21], 21, 50, bad, Root(50)), StatusIs(kForged));
  }
  for (size_t i = 0; i < proof.size(); ++i) {
    HashPath bad = proof;
    bad[i][7] ^= 1;
    EXPECT_THAT(VerifyConsistency(21, Root(21), 50, Root(50), bad), StatusIs(kForged));
    bad = proof;
    bad.erase(bad.begin() + i);
    EXPECT_THAT(VerifyConsistency(21, Root(21), 50, Root(50), bad), StatusIs(kForged));
    bad = proof;
    bad.push_back(proof[i]);
    EXPECT_THAT(VerifyConsistency(21, Root(21), 50, Root(50), bad), StatusIs(kForged));
  }
}

TEST_F(VerifyProofTest, RewrittenHistoryIsRefused) {
  Hashes rewritten = leaves_;
  rewritten[3] = NaiveLeaf(1000);
  for (size_t m = 4; m < 40; ++m) {
    EXPECT_THAT(VerifyConsistency(m, Root(m), 40, NaiveRoot(rewritten, 0, 40),
                                  NaiveSubproof(rewritten, m, 0, 40, true)),
                StatusIs(kForged));
  }
}

TEST_F(VerifyProofTest, EmptyAndEqualTrees) {
  EXPECT_THAT(VerifyConsistency(0, EmptyRoot(), 5, Root(5), {}), IsOk());
  EXPECT_THAT(VerifyConsistency(0, Root(1), 5, Root(5), {}), StatusIs(kForged));
  EXPECT_THAT(VerifyConsistency(5, Root(5), 5, Root(5), {}), IsOk());
  EXPECT_THAT(VerifyConsistency(5, Root(5), 5, Root(4), {}), StatusIs(kForged));
  EXPECT_THAT(VerifyConsistency(5, Root(5), 5, Root(5), {Root(1)}), StatusIs(kForged));
  EXPECT_THAT(VerifyConsistency(3, Root(3), 5, Root(5), {}), StatusIs(kForged));
}

TEST_F(VerifyProofTest, MalformedArgumentsAreInvalid) {
  EXPECT_THAT(VerifyInclusion(leaves_[0], 5, 5, {}, Root(5)), StatusIs(kInvalid));
  EXPECT_THAT(VerifyInclusion("short", 0, 5, Path(0, 5), Root(5)), StatusIs(kInvalid));
  EXPECT_THAT(VerifyInclusion(leaves_[0], 0, 5, {"short"}, Root(5)), StatusIs(kInvalid));
  EXPECT_THAT(VerifyConsistency(6, Root(6), 5, Root(5), {}), StatusIs(kInvalid));
  EXPECT_THAT(VerifyConsistency(3, "short", 5, Root(5), Proof(3, 5)), StatusIs(kInvalid));
  EXPECT_THAT(VerifyInclusion(leaves_[0], 0, 5, Path(0, 5), "short"), StatusIs(kInvalid));
  EXPECT_THAT(VerifyConsistency(3, Root(3), 5, "short", Proof(3, 5)), StatusIs(kInvalid));
  EXPECT_THAT(VerifyConsistency(3, Root(3), 5, Root(5), {"short"}), StatusIs(kInvalid));
}

}  // namespace
}  // namespace enlace::ledger
