#include "client/enlacectl/consent_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ConsentCommandTest : public GatewayCliTest {};

TEST_F(ConsentCommandTest, ConsentIsWithdrawnAndWhatEndedIsShownWithTheReceipt) {
  const Ran ran = Run({"--officer", "of-3", "referral", "withdraw-consent", "--referral", "REF", "--reason",
                       "subject-asked"});
  ASSERT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(cases_.consent.referral_id(), "REF");
  EXPECT_EQ(cases_.consent.reason(), "subject-asked");
  EXPECT_EQ(cases_.consent.officer_pseudonym(), "of-3");
  EXPECT_FALSE(cases_.consent.petition_withdrawn());
  EXPECT_THAT(ran.out, HasSubstr("revoked"));
  EXPECT_THAT(ran.out, HasSubstr("consent.withdrawn"));
}

TEST_F(ConsentCommandTest, ThePetitionIsWithdrawnOnlyWhereItIsSaid) {
  ASSERT_EQ(
      Run({"referral", "withdraw-consent", "--referral", "REF", "--reason", "r", "--petition-withdrawn"})
          .status,
      0);
  EXPECT_TRUE(cases_.consent.petition_withdrawn());
  EXPECT_NE(Run({"referral", "withdraw-consent", "--referral", "REF"}).status, 0);
}

}  // namespace
}  // namespace enlace::client
