#include "gateway/base/passphrase.h"

#include <sys/stat.h>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::base {
namespace {

class PassphraseTest : public ::testing::Test {
 protected:
  std::string Holding(const std::string& text) {
    EXPECT_THAT(WriteFileAtomically(folder_.File("passphrase"), text), IsOk());
    return folder_.File("passphrase");
  }
  TemporaryFolder folder_;
};

TEST_F(PassphraseTest, ItIsTheFirstLine) {
  for (const char* text : {"two words ", "two words \n", "two words \r\n\n", "two words \nof no use"}) {
    ASSERT_OK_AND_ASSIGN(const Secret secret, ReadPassphrase(Holding(text)));
    EXPECT_EQ(secret.RevealSecret(), "two words ") << text;
  }
}

TEST_F(PassphraseTest, WithoutAFileThereIsNone) {
  ASSERT_OK_AND_ASSIGN(const Secret secret, ReadPassphrase(""));
  EXPECT_TRUE(secret.empty());
}

TEST_F(PassphraseTest, AFileThatIsMissingOrOpenToOthersIsRefused) {
  EXPECT_FALSE(ReadPassphrase(folder_.File("nowhere")).ok());
  const std::string file = Holding("secret");
  ASSERT_EQ(chmod(file.c_str(), 0644), 0);
  const std::string link = folder_.File("link");
  ASSERT_EQ(symlink(file.c_str(), link.c_str()), 0);
  EXPECT_FALSE(ReadPassphrase(link).ok());
}

}  // namespace
}  // namespace enlace::base
