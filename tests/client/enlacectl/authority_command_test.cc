#include "client/enlacectl/authority_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class AuthorityCommandTest : public GatewayCliTest {};

TEST_F(AuthorityCommandTest, TheListSaysWhoIsUnaware) {
  const Ran ran = Run({"authority", "list"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, AllOf(HasSubstr("5f3a09"), HasSubstr("published"), HasSubstr("mx-fgr")));
}

TEST_F(AuthorityCommandTest, AFewDigitsNameAnAuthority) {
  const Ran ran = Run({"authority", "advance", "5f3a", "--to", "issuing", "--reason", "rotation"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(administration_.advanced.authority_id(), "5f3a09");
  EXPECT_EQ(administration_.advanced.to(), v1::AUTHORITY_STATE_ISSUING);
  EXPECT_FALSE(administration_.advanced.force());
  EXPECT_EQ(administration_.advanced.reason(), "rotation");
}

TEST_F(AuthorityCommandTest, DigitsThatFitTwoOrNoneAreRefused) {
  EXPECT_EQ(Run({"authority", "advance", "5f3", "--to", "retired", "--reason", "r", "--force"}).status, 3);
  EXPECT_EQ(Run({"authority", "advance", "77", "--to", "retired", "--reason", "r"}).status, 4);
  EXPECT_TRUE(administration_.advanced.authority_id().empty());
}

}  // namespace
}  // namespace enlace::client
