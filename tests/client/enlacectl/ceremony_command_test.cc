#include "client/enlacectl/ceremony_command.h"

#include "certs/ca/authority.h"
#include "tests/client/enlacectl/cli_fixture.h"
#include "tests/support/soft_tokens.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class CeremonyCommandTest : public CliTest {
 protected:
  std::vector<std::string> Words(std::vector<std::string> words, const std::string& folder) {
    for (const std::string& word : {std::string("--folder"), files_.File(folder), std::string("--present"),
                                    std::string("Ana Ruiz, administrator"), std::string("--present"),
                                    std::string("Luis Paz, witness")}) {
      words.push_back(word);
    }
    return words;
  }
  Ran RootInit() {
    return Run(Words({"ca", "root", "init", "--trust-domain", "mx.enlace.test", "--passphrase-file", words_,
                      "--record", files_.File("root.txt")},
                     "root"));
  }
  Ran Request() { return Run(Words({"ca", "issuing", "request", "--trust-domain", "mx.enlace.test"}, "ca")); }
  Ran Sign(std::vector<std::string> more) {
    std::vector<std::string> words = Words(
        {"ca", "root", "sign", "--trust-domain", "mx.enlace.test", "--csr", files_.File("ca/issuing.csr"),
         "--out", files_.File("issuing.pem"), "--passphrase-file", words_},
        "root");
    words.insert(words.end(), more.begin(), more.end());
    return Run(words);
  }
  Ran Install() {
    return Run(Words({"ca", "issuing", "install", "--root", files_.File("root/root.pem"), "--certificate",
                      files_.File("issuing.pem")},
                     "ca"));
  }
  const std::string words_ = WriteFile("words", "correct horse\n");
};

TEST_F(CeremonyCommandTest, FourActsMakeAnAuthorityAndFourRecords) {
  const Ran root = RootInit();
  ASSERT_EQ(root.status, 0) << root.err;
  EXPECT_THAT(root.out, HasSubstr("Luis Paz, witness"));
  EXPECT_EQ(*base::ReadFile(files_.File("root.txt")), root.out);
  EXPECT_THAT(root.out, Not(HasSubstr("correct horse")));
  const Ran request = Request();
  ASSERT_EQ(request.status, 0) << request.err;
  const Ran sign = Sign({"--yes"});
  ASSERT_EQ(sign.status, 0) << sign.err;
  EXPECT_THAT(sign.out, HasSubstr("URI names of mx.enlace.test alone"));
  const Ran install = Install();
  ASSERT_EQ(install.status, 0) << install.err;
  EXPECT_THAT(certs::Authority::Load(files_.File("ca"), base::Secret(), random_).status(), IsOk());
  EXPECT_THAT(install.err, HasSubstr("ceremony-install"));
}

TEST_F(CeremonyCommandTest, WithoutYesTheRootOnlyShowsWhatItWouldSign) {
  ASSERT_EQ(RootInit().status, 0);
  ASSERT_EQ(Request().status, 0);
  const Ran shown = Sign({});
  EXPECT_EQ(shown.status, 0) << shown.err;
  EXPECT_THAT(shown.out, HasSubstr("name constraint"));
  EXPECT_THAT(shown.err, HasSubstr("Nothing was signed"));
  EXPECT_FALSE(base::FileExists(files_.File("issuing.pem")));
}

TEST_F(CeremonyCommandTest, ARecordIsNeverWrittenOver) {
  ASSERT_EQ(RootInit().status, 0);
  const Ran again = Run(
      Words({"ca", "root", "init", "--trust-domain", "mx.enlace.test", "--record", files_.File("root.txt")},
            "other"));
  EXPECT_EQ(again.status, 6);
  EXPECT_FALSE(base::FileExists(files_.File("other/root.key")));
}

TEST_F(CeremonyCommandTest, SomebodyMustBePresent) {
  EXPECT_EQ(
      Run({"ca", "root", "init", "--trust-domain", "mx.enlace.test", "--folder", files_.File("root")}).status,
      2);
}

TEST_F(CeremonyCommandTest, AKeyInATokenIsNamedInTheRecord) {
  const std::string uri = SoftTokens::Get().Import("enlace", "command", *certs::PrivateKey::Generate());
  const std::string pin = WriteFile("pin", "1234\n");
  const Ran ran = Run(Words({"ca", "issuing", "request", "--trust-domain", "mx.enlace.test", "--key-uri", uri,
                             "--pkcs11-module", SoftTokens::kModule, "--passphrase-file", pin},
                            "ca"));
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr(uri));
  EXPECT_EQ(*base::ReadFile(files_.File("ca/issuing.uri")), uri + "\n");
}

TEST_F(CeremonyCommandTest, JsonNamesTheRecord) {
  const Ran ran =
      Run(Words({"-o", "json", "ca", "root", "init", "--trust-domain", "mx.enlace.test"}, "root"));
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"Root authority fingerprint\""));
}

}  // namespace
}  // namespace enlace::client
