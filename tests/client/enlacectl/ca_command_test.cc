#include "client/enlacectl/ca_command.h"

#include "certs/ca/authority.h"
#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class CaCommandTest : public CliTest {};

TEST_F(CaCommandTest, InitMakesAnAuthorityThatTheGatewayLoads) {
  const std::string passphrase = WriteFile("pass", "correct horse\n");
  const Ran ran = Run({"ca", "init", "--folder", files_.File("ca"), "--trust-domain", "mx.enlace.test",
                       "--issuing-passphrase-file", passphrase});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("fingerprint"));
  EXPECT_THAT(ran.err, HasSubstr("root.key"));
  EXPECT_THAT(certs::Authority::Load(files_.File("ca"), base::Secret("correct horse"), random_).status(),
              IsOk());
  EXPECT_EQ(Run({"ca", "show", "--folder", files_.File("ca")}).out, ran.out);
}

TEST_F(CaCommandTest, SecondInitChangesNothing) {
  const std::vector<std::string> words = {
      "ca", "init", "--folder", files_.File("ca"), "--trust-domain", "mx.enlace.test"};
  ASSERT_EQ(Run(words).status, 0);
  EXPECT_EQ(Run(words).status, 6);
}

TEST_F(CaCommandTest, ShowOfNothingNamesTheFile) {
  const Ran ran = Run({"ca", "show", "--folder", files_.path()});
  EXPECT_EQ(ran.status, 4);
  EXPECT_THAT(ran.err, HasSubstr("root.pem"));
}

}  // namespace
}  // namespace enlace::client
