#include "gateway/ledger/verify/leaf.h"

#include "gateway/base/digest.h"
#include "tests/support/status_matchers.h"

namespace enlace::ledger {
namespace {

Leaf Sample() {
  return Leaf{.clazz = LeafClass::kKey,
              .policy_version = 0x0102,
              .minute = 0x03040506,
              .commit = std::string(32, 'a'),
              .case_tag = std::string(32, 'b'),
              .sealed = std::string(32, 'c'),
              .prev = std::string(32, 'd'),
              .actor = std::string(32, 'e')};
}

TEST(LeafTest, FieldsStandWhereTheFormatSays) {
  const std::string bytes = EncodeLeaf(Sample());
  ASSERT_EQ(bytes.size(), kLeafSize);
  EXPECT_EQ(bytes.substr(0, 8), "\x01\x04\x01\x02\x03\x04\x05\x06");
  EXPECT_EQ(bytes.substr(8, 32), std::string(32, 'a'));
  EXPECT_EQ(bytes.substr(136, 32), std::string(32, 'e'));
  EXPECT_EQ(bytes.substr(168), std::string(24, '\0'));
}

TEST(LeafTest, ComesBack) {
  ASSERT_OK_AND_ASSIGN(const Leaf leaf, ParseLeaf(EncodeLeaf(Sample())));
  EXPECT_EQ(leaf.clazz, LeafClass::kKey);
  EXPECT_EQ(leaf.policy_version, 0x0102);
  EXPECT_EQ(leaf.minute, 0x03040506U);
  EXPECT_EQ(EncodeLeaf(leaf), EncodeLeaf(Sample()));
}

TEST(LeafTest, OtherVersionsClassesSizesAndPaddingAreRefused) {
  const std::string good = EncodeLeaf(Sample());
  for (const auto& [at, value] :
       std::vector<std::pair<size_t, char>>{{0, 2}, {0, 0}, {1, 0}, {1, 7}, {168, 1}, {191, 1}}) {
    std::string bad = good;
    bad[at] = value;
    EXPECT_THAT(ParseLeaf(bad), StatusIs(absl::StatusCode::kInvalidArgument)) << at;
  }
  EXPECT_THAT(ParseLeaf(good.substr(1)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(ParseLeaf(good + '\0'), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST(LeafTest, CommitmentsHaveDomainsOfTheirOwn) {
  const std::string salt(32, 's');
  EXPECT_EQ(CommitRecord(salt, "x"), base::Sha256(std::string("enlace/rec/v1\0", 14) + salt + "x"));
  EXPECT_EQ(CommitCase(salt, "x"), base::Sha256(std::string("enlace/case/v1\0", 15) + salt + "x"));
  EXPECT_EQ(CommitActor(salt, "x"), base::Sha256(std::string("enlace/act/v1\0", 14) + salt + "x"));
}

}  // namespace
}  // namespace enlace::ledger
