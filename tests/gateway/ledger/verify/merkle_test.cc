#include "gateway/ledger/verify/merkle.h"

#include <gtest/gtest.h>

#include "absl/strings/escaping.h"

namespace enlace::ledger {
namespace {

// Vectors that every RFC 6962 implementation shares.
TEST(MerkleTest, HashesAreThoseOfTheRfc) {
  EXPECT_EQ(absl::BytesToHexString(EmptyRoot()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(absl::BytesToHexString(LeafHash("")),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
  EXPECT_EQ(absl::BytesToHexString(NodeHash(LeafHash(""), LeafHash(absl::string_view("\0", 1)))),
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125");
}

TEST(MerkleTest, TreesSplitAtTheLargestPowerOfTwoBelow) {
  EXPECT_EQ(SplitPoint(2), 1U);
  EXPECT_EQ(SplitPoint(3), 2U);
  EXPECT_EQ(SplitPoint(4), 2U);
  EXPECT_EQ(SplitPoint(5), 4U);
  EXPECT_EQ(SplitPoint((uint64_t{1} << 62) + 1), uint64_t{1} << 62);
}

}  // namespace
}  // namespace enlace::ledger
