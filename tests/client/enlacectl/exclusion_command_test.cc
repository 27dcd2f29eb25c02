#include "client/enlacectl/exclusion_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class ExclusionCommandTest : public GatewayCliTest {};

TEST_F(ExclusionCommandTest, LiftSaysThatItGivesNoAccess) {
  const std::vector<std::string> words = {"admin",    "exclusion", "lift",     "--case",      "CASE",
                                          "--agency", "mx-pol",    "--reason", "wrong-agency"};
  const Ran ran = Run(words);
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_EQ(administration_.lifted.case_id(), "CASE");
  EXPECT_EQ(administration_.lifted.agency_id(), "mx-pol");
  EXPECT_EQ(administration_.lifted.reason(), "wrong-agency");
  EXPECT_THAT(ran.out, HasSubstr("gives the agency no access"));
  std::vector<std::string> spanish = {"--language", "es"};
  spanish.insert(spanish.end(), words.begin(), words.end());
  EXPECT_THAT(Run(spanish).out, HasSubstr("No da acceso"));
}

TEST_F(ExclusionCommandTest, WhereItTakesTwoItIsProposed) {
  administration_.takes_two_persons = true;
  EXPECT_EQ(Run({"admin", "exclusion", "lift", "--case", "CASE", "--agency", "mx-pol", "--reason", "mistake"})
                .status,
            3);
  EXPECT_EQ(approval_.proposed.act().lift_exclusion().case_id(), "CASE");
}

}  // namespace
}  // namespace enlace::client
