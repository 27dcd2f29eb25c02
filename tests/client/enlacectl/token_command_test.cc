#include "client/enlacectl/token_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class TokenCommandTest : public GatewayCliTest {};

TEST_F(TokenCommandTest, TokenAloneIsOnStandardOutput) {
  const Ran ran = Run({"token", "create", "--agency", "mx-fgr", "--unit", "feadle", "--hours", "2"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(ran.out, "enlace1.TOKEN\n");
  EXPECT_THAT(ran.err, HasSubstr("receipt verified"));
  EXPECT_EQ(administration_.token.life_seconds(), 7200U);
  EXPECT_EQ(administration_.token.agency().unit_id(), "feadle");
}

TEST_F(TokenCommandTest, SubjectIsAnAgencysUnitOrAnAdministrator) {
  EXPECT_EQ(Run({"token", "create", "--administrator", "maria"}).status, 0);
  EXPECT_EQ(administration_.token.administrator(), "maria");
  EXPECT_EQ(Run({"token", "create"}).status, 3);
  EXPECT_EQ(Run({"token", "create", "--agency", "mx-fgr"}).status, 3);
  EXPECT_EQ(Run({"token", "create", "--agency", "a1", "--administrator", "m1"}).status, 3);
  EXPECT_EQ(Run({"token", "create", "--administrator", "maria", "--hours", "1000"}).status, 2);
}

}  // namespace
}  // namespace enlace::client
