#include "client/enlacectl/mechanism_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class MechanismCommandTest : public CliTest {};

TEST_F(MechanismCommandTest, RulesOfTheRepositoryAreGood) {
  std::vector<std::string> words = {"mechanism", "check"};
  const std::string folder = std::string(ENLACE_SOURCE_DIR) + "/mechanisms/";
  ASSERT_OK_AND_ASSIGN(const auto names, base::ListFolder(folder));
  for (const std::string& name : names) {
    if (name.size() > 5 && name.substr(name.size() - 5) == ".yaml") words.push_back(folder + name);
  }
  ASSERT_GT(words.size(), 2U);
  const Ran ran = Run(words);
  EXPECT_EQ(ran.status, 0) << ran.err;
  EXPECT_THAT(ran.out, HasSubstr("MX"));
}

TEST_F(MechanismCommandTest, MistakeNamesFileAndLine) {
  const Ran ran = Run({"mechanism", "check", WriteFile("bad.yaml", "mechanism_id: x-y\nnope: 1\n")});
  EXPECT_EQ(ran.status, 3);
  EXPECT_THAT(ran.err, HasSubstr("bad.yaml:2"));
  EXPECT_EQ(Run({"mechanism", "check"}).status, 2);
}

}  // namespace
}  // namespace enlace::client
