#include "gateway/ledger/log_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include "absl/strings/escaping.h"
#include "gateway/base/files.h"
#include "gateway/ledger/verify/merkle.h"
#include "tests/support/fake_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::ledger {
namespace {

class LogKeyTest : public ::testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<LogKey>> Load(const std::string& origin = "example.gob/caselog/1") {
    return LogKey::LoadOrCreate(path_, origin, random_);
  }
  TemporaryFolder folder_;
  const std::string path_ = folder_.File("case.key");
  FakeRandom random_;
};

TEST_F(LogKeyTest, NewKeyIsPrivateAndLoadsAgain) {
  ASSERT_OK_AND_ASSIGN(const auto made, Load());
  struct stat info {};
  ASSERT_EQ(stat(path_.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600U);
  ASSERT_OK_AND_ASSIGN(const auto loaded, Load());
  EXPECT_EQ(loaded->verifier().ToText(), made->verifier().ToText());
  EXPECT_EQ(loaded->SignCheckpoint(0, EmptyRoot()), made->SignCheckpoint(0, EmptyRoot()));
}

TEST_F(LogKeyTest, SignedCheckpointVerifies) {
  ASSERT_OK_AND_ASSIGN(const auto key, Load());
  ASSERT_OK_AND_ASSIGN(const Checkpoint checkpoint,
                       VerifyCheckpoint(key->SignCheckpoint(12, EmptyRoot()), key->verifier()));
  EXPECT_EQ(checkpoint.origin, "example.gob/caselog/1");
  EXPECT_EQ(checkpoint.size, 12U);
}

TEST_F(LogKeyTest, KeyOfAnotherLogIsRefused) {
  ASSERT_THAT(Load(), IsOk());
  EXPECT_THAT(Load("example.gob/trustlog/1"),
              StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::HasSubstr("example.gob/caselog/1")));
}

TEST_F(LogKeyTest, KeyThatOthersCanReadIsRefused) {
  ASSERT_THAT(Load(), IsOk());
  ASSERT_EQ(chmod(path_.c_str(), 0640), 0);
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kFailedPrecondition, ::testing::HasSubstr("chmod 600")));
}

TEST_F(LogKeyTest, DamagedFilesAreRefused) {
  ASSERT_THAT(Load(), IsOk());
  ASSERT_OK_AND_ASSIGN(std::string text, base::ReadFile(path_));
  text[text.find("+1+") == std::string::npos ? text.rfind('+') - 1 : 0] ^= 1;
  for (const std::string& bad : {std::string("nonsense"), std::string("PRIVATE+KEY+a+b+AQ=="), text}) {
    ASSERT_THAT(base::WriteFileAtomically(path_, bad, 0600), IsOk());
    EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kInvalidArgument)) << bad.size();
  }
}

// A new key would sign a log that nobody who kept a checkpoint believes.
TEST_F(LogKeyTest, AFileThatCannotBeReadIsNotReplacedByANewKey) {
  const std::string too_long(5000, 'x');
  ASSERT_THAT(base::WriteFileAtomically(path_, too_long, 0600), IsOk());
  EXPECT_FALSE(Load().ok());
  ASSERT_OK_AND_ASSIGN(const std::string text, base::ReadFile(path_));
  EXPECT_EQ(text, too_long);
}

TEST_F(LogKeyTest, FileOfAnotherFormIsNoKey) {
  ASSERT_THAT(Load(), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string whole, base::ReadFile(path_));
  const std::string head = whole.substr(0, whole.find('+', whole.find("caselog/1+") + 10) + 1);
  const auto with = [&](const std::string& bytes) { return head + absl::Base64Escape(bytes); };
  const std::string key(32, 'k');
  for (const std::string& bad : {whole.substr(8), head + "*", with("\x01" + key + "k"), with("\x02" + key),
                                 with("\x01" + key), std::string("PRIVATE+KEY+example.gob/caselog/1")}) {
    ASSERT_THAT(base::WriteFileAtomically(path_, bad, 0600), IsOk());
    EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kInvalidArgument)) << bad;
    EXPECT_EQ(*base::ReadFile(path_), bad) << "must be left for the operator to look at";
  }
}

TEST_F(LogKeyTest, FileThatCannotBeReadIsNotReplacedByANewKey) {
  ASSERT_EQ(mkdir(path_.c_str(), 0700), 0);
  EXPECT_FALSE(Load().ok());
}

TEST_F(LogKeyTest, KeyThatCannotBeKeptIsNotUsed) {
  EXPECT_THAT(LogKey::LoadOrCreate(folder_.File("missing/case.key"), "a", random_),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(LogKeyTest, OriginMustBeAName) {
  ASSERT_THAT(
      base::WriteFileAtomically(
          path_, "PRIVATE+KEY+two words+00000000+" + absl::Base64Escape("\x01" + std::string(32, 'k')), 0600),
      IsOk());
  EXPECT_THAT(Load("two words"), StatusIs(absl::StatusCode::kInvalidArgument));
  ASSERT_EQ(unlink(path_.c_str()), 0);
  EXPECT_THAT(Load("two words"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(LogKey::FromSeed("a", base::Secret("short")), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::ledger
