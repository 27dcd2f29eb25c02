#include "client/enlacectl/case_act.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

class CaseActTest : public GatewayCliTest {};

TEST_F(CaseActTest, AnActIsSignedAndKeepsTheRequestIdThatItWasGiven) {
  const std::string request_id = "0b9f2c4e-53e1-4b7a-9a44-0d6a5f1e2c3d";
  ASSERT_EQ(Run({"--officer", "of-1", "referral", "withdraw-consent", "--referral", "REF", "--reason", "r",
                 "--request-id", request_id})
                .status,
            0);
  EXPECT_EQ(cases_.consent.request_id(), request_id);
  EXPECT_FALSE(cases_.consent.act_signature().empty());
  ASSERT_EQ(Run({"referral", "withdraw-consent", "--referral", "REF", "--reason", "r"}).status, 0);
  EXPECT_NE(cases_.consent.request_id(), request_id);
  EXPECT_FALSE(cases_.consent.request_id().empty());
}

TEST_F(CaseActTest, ACaseIsNamedByItsIdOrByOurNumberButNotByBoth) {
  EXPECT_EQ(Run({"measure", "begin"}).status, 3);
  EXPECT_EQ(Run({"measure", "begin", "--case", "C", "--native", "N"}).status, 3);
}

}  // namespace
}  // namespace enlace::client
