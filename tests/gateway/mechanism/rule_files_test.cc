#include "gateway/mechanism/rule_files.h"

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::mechanism {
namespace {

using ::testing::ElementsAre;
using ::testing::Pair;

TEST(RuleFilesTest, OnlyYamlFilesCountByNameAndContent) {
  TemporaryFolder folder;
  EXPECT_THAT(ReadRuleFiles(folder.path()), StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_THAT(base::WriteFileAtomically(folder.File("b.yaml"), "two", 0644), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("a.yaml"), "one", 0644), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("README.md"), "no rule", 0644), IsOk());
  ASSERT_OK_AND_ASSIGN(const RuleFiles files, ReadRuleFiles(folder.path()));
  EXPECT_THAT(files.texts, ElementsAre(Pair("a.yaml", "one"), Pair("b.yaml", "two")));
  EXPECT_THAT(ReadRuleFiles(folder.File("nowhere")), StatusIs(absl::StatusCode::kNotFound));
}

// printf one >a.yaml; printf two >b.yaml; LC_ALL=C sha256sum *.yaml | sha256sum
TEST(RuleFilesTest, TheDigestIsThatOfCoreutils) {
  RuleFiles files;
  files.texts = {{"a.yaml", "one"}, {"b.yaml", "two"}};
  EXPECT_EQ(files.Digest(), "525366fa60df8b9f263a7cf1a0806c223928d121da9cbd993d6b1d0e8500ff66");
  files.texts = {{"a.yaml", "one"}, {"c.yaml", "two"}};
  EXPECT_NE(files.Digest(), "525366fa60df8b9f263a7cf1a0806c223928d121da9cbd993d6b1d0e8500ff66");
}

}  // namespace
}  // namespace enlace::mechanism
