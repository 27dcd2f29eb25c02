#include "client/enlacectl/enroll_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class EnrollCommandTest : public GatewayCliTest {
 protected:
  void SetUp() override { variables_["ENLACE_IDENTITY"] = files_.File("new"); }
};

TEST_F(EnrollCommandTest, TokenFromStandardInputFillsTheFolderAndRemembersTheGateway) {
  variables_.erase("ENLACE_ADDRESS");
  const std::string token = gateway_.NewToken(pki_.AgencyUri("mx-cndh", "main"));
  const Ran ran = Run({"enroll", "--token", "-", "--address", gateway_.mutual().ToText()}, token + "\n");
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("mx-cndh"));
  EXPECT_THAT(ran.err, HasSubstr("Back up"));
  EXPECT_EQ(Run({"agency", "list"}).status, 0);
}

TEST_F(EnrollCommandTest, OtherSpellingAndFileWork) {
  const std::string file = WriteFile("token.txt", gateway_.NewToken(pki_.AdminUri("maria")));
  const Ran ran = Run({"enrol", "--token-file", file, "-o", "json"});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("\"uri\":\"spiffe://mx.enlace.test/admin/maria\""));
  EXPECT_EQ(ran.err, "");
}

TEST_F(EnrollCommandTest, DamagedTokenIsRefusedWithoutQuotingIt) {
  const Ran ran = Run({"enroll", "--token", "enlace1.SECRETSECRET"});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, ::testing::Not(HasSubstr("SECRETSECRET")));
  EXPECT_EQ(Run({"enroll"}).status, 3);
}

TEST_F(EnrollCommandTest, SpentTokenIsNotAllowed) {
  const std::string token = gateway_.NewToken(pki_.AdminUri("maria"));
  ASSERT_EQ(Run({"enroll", "--token", token}).status, 0);
  EXPECT_EQ(Run({"enroll", "--token", token}).status, 5);
}

}  // namespace
}  // namespace enlace::client
