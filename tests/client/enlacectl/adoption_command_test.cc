#include "client/enlacectl/adoption_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class AdoptionCommandTest : public GatewayCliTest {};

TEST_F(AdoptionCommandTest, AdoptTakesWhatDigestPrints) {
  WriteFile("a.yaml", "one");
  WriteFile("b.yaml", "two");
  std::string digest = Run({"mechanism", "digest", files_.path()}).out;
  ASSERT_EQ(digest.size(), 65U);
  digest.pop_back();
  EXPECT_THAT(Run({"-o", "json", "mechanism", "digest", files_.path()}).out, HasSubstr(digest));
  const Ran ran = Run({"admin", "mechanism", "adopt", "--digest", digest});
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(administration_.adopted.digest(), digest);
  EXPECT_THAT(ran.out, HasSubstr("next start"));
}

TEST_F(AdoptionCommandTest, WhereItTakesTwoItIsProposed) {
  administration_.takes_two_persons = true;
  EXPECT_EQ(Run({"admin", "mechanism", "adopt", "--digest", "ab"}).status, 3);
  EXPECT_EQ(approval_.proposed.act().adopt_mechanisms().digest(), "ab");
}

TEST_F(AdoptionCommandTest, AFolderWithoutRulesHasNoDigest) {
  EXPECT_EQ(Run({"mechanism", "digest", files_.path()}).status, 3);
}

}  // namespace
}  // namespace enlace::client
