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

TEST_F(EnrollCommandTest, EveryErrorNamesTheRemedy) {
  const std::string spent = gateway_.NewToken(pki_.AdminUri("maria"));
  ASSERT_EQ(Run({"enroll", "--token", spent}).status, 0);
  const std::string elsewhere = gateway_.NewToken(pki_.AgencyUri("mx-cndh", "main"));
  const std::pair<std::vector<std::string>, std::string> rows[] = {
      {{"enroll"}, "give either --token or --token-file"},
      {{"enroll", "--token", "a", "--token-file", "b"}, "give either --token or --token-file"},
      {{"enroll", "--token-file", files_.File("absent")}, files_.File("absent")},
      {{"enroll", "--token", "enlace1.damaged"}, "copy the whole token again, or ask for a new one"},
      // What an EST client is given instead of a token.
      {{"enroll", "--token", std::string(43, 'A')}, "copy the whole token again, or ask for a new one"},
      {{"enroll", "--token", spent}, "new"},
      {{"enroll", "--token", elsewhere}, "use another identity folder"}};
  for (const auto& [words, remedy] : rows) {
    const Ran ran = Run(words);
    EXPECT_NE(ran.status, 0) << remedy;
    EXPECT_THAT(ran.err, HasSubstr(remedy));
  }
}

}  // namespace
}  // namespace enlace::client
