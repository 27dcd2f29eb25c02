#include "gateway/mechanism/mechanism_set.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "gateway/base/digest.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::mechanism {
namespace {

using ::testing::HasSubstr;

constexpr char kFolder[] = ENLACE_SOURCE_DIR "/mechanisms";

TEST(MechanismSetTest, LoadsTheMechanismsThatWeShip) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(kFolder));
  EXPECT_THAT(set->Ids(), ::testing::IsSupersetOf({"gt-national", "mx-federal"}));
  EXPECT_EQ(set->Find("mx-federal")->country(), "MX");
  EXPECT_EQ(set->Find("none"), nullptr);
}

TEST(MechanismSetTest, DigestIsThatOfTheFile) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(kFolder));
  ASSERT_OK_AND_ASSIGN(const std::string text, base::ReadFile(std::string(kFolder) + "/mexico.yaml"));
  EXPECT_EQ(set->Digest("mx-federal"), absl::BytesToHexString(base::Sha256(text)));
  EXPECT_EQ(set->Digest("none"), "");
}

TEST(MechanismSetTest, RulesMountedFromAConfigMapAreRead) {
  TemporaryFolder folder;
  ASSERT_EQ(symlink(std::filesystem::absolute(kFolder).c_str(), folder.File("..data").c_str()), 0);
  ASSERT_EQ(symlink("..data/mexico.yaml", folder.File("mexico.yaml").c_str()), 0);
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(folder.path()));
  EXPECT_THAT(set->Ids(), ::testing::ElementsAre("mx-federal"));
}

TEST(MechanismSetTest, SummaryHoldsOnlyClocksInForce) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(kFolder));
  const auto before = set->Summary("gt-national", absl::FromUnixSeconds(1500000000));  // 2017
  const auto after = set->Summary("gt-national", absl::FromUnixSeconds(1600000000));   // 2020
  for (const auto& rule : before.clock_rules()) EXPECT_TRUE(absl::StartsWith(rule.rule_id(), "GT-OP-"));
  EXPECT_EQ(after.clock_rules_size(), before.clock_rules_size() + 3);
  EXPECT_EQ(after.rules_digest(), set->Digest("gt-national"));
  EXPECT_EQ(set->Summary("none", absl::UnixEpoch()).mechanism_id(), "");
}

TEST(MechanismSetTest, OperatorTargetsAreNeverShownAsLaw) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(kFolder));
  for (const std::string& id : set->Ids()) {
    for (const auto& rule : set->Find(id)->clock_rules()) {
      const bool target = rule.authority() == v1::CLOCK_AUTHORITY_OPERATOR_TARGET;
      EXPECT_EQ(target, rule.source() == "operator") << rule.rule_id();
      EXPECT_TRUE(!target || rule.inferred()) << rule.rule_id();
    }
  }
}

TEST(MechanismSetTest, TwoFilesMayNotGiveOneMechanism) {
  const TemporaryFolder folder;
  ASSERT_OK_AND_ASSIGN(const std::string text, base::ReadFile(std::string(kFolder) + "/mexico.yaml"));
  ASSERT_THAT(base::WriteFileAtomically(folder.File("a.yaml"), text), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("b.yaml"), text), IsOk());
  EXPECT_THAT(MechanismSet::Load(folder.path()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("already given by a.yaml")));
}

TEST(MechanismSetTest, FolderWithoutMechanismIsRefused) {
  const TemporaryFolder folder;
  ASSERT_THAT(base::WriteFileAtomically(folder.File("README.md"), "not a mechanism"), IsOk());
  EXPECT_THAT(MechanismSet::Load(folder.path()),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("holds no mechanism")));
}

TEST(MechanismSetTest, MissingFolderIsNotFound) {
  EXPECT_THAT(MechanismSet::Load("/nonexistent"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::mechanism
