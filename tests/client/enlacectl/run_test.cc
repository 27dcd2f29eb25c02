#include "client/enlacectl/run.h"

#include <nlohmann/json.hpp>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class RunTest : public CliTest {};

TEST_F(RunTest, HelpIsAResultWithExamples) {
  EXPECT_EQ(Run({"--help"}).status, 0);
  const Ran ran = Run({"referral", "send", "--help"});
  EXPECT_EQ(ran.status, 0);
  EXPECT_THAT(ran.out, HasSubstr("Examples:"));
  EXPECT_EQ(ran.err, "");
}

TEST_F(RunTest, WrongCommandLinesAreUsageErrors) {
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{},
                                             {"frobnicate"},
                                             {"referral"},
                                             {"agency", "show"},
                                             {"-o", "xml", "watch"},
                                             {"watch", "--nope"},
                                             {"watch", "--timeout", "0"}}) {
    const Ran ran = Run(words);
    EXPECT_EQ(ran.status, 2);
    EXPECT_THAT(ran.err, HasSubstr("--help"));
    EXPECT_EQ(ran.out, "");
  }
}

TEST_F(RunTest, ErrorsAreJsonWhereResultsAre) {
  const Ran ran =
      Run({"agency", "list", "-o", "json", "--identity", files_.File("id"), "--address", "127.0.0.1:1"});
  EXPECT_EQ(ran.status, 5);
  const auto json = nlohmann::json::parse(ran.err, nullptr, false);
  ASSERT_TRUE(json.is_object()) << ran.err;
  EXPECT_EQ(json["error"]["code"], "UNAUTHENTICATED");
  const Ran usage = Run({"-o", "json", "frobnicate"});
  EXPECT_EQ(nlohmann::json::parse(usage.err, nullptr, false)["error"]["code"], "USAGE");
}

TEST_F(RunTest, GlobalFlagsMayStandAnywhere) {
  variables_["HOME"] = files_.path();
  EXPECT_EQ(Run({"--address", "bad", "agency", "list"}).status, 3);
  EXPECT_EQ(Run({"agency", "--address", "bad", "list"}).status, 3);
  EXPECT_EQ(Run({"agency", "list", "--address", "bad"}).status, 3);
}

}  // namespace
}  // namespace enlace::client
