#include "client/enlacectl/command_tree.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

class CommandTreeTest : public CliTest {
 protected:
  CommandTreeTest()
      : context_(
            {in_, out_, out_, clock_, random_, sleeper_, [](const std::string&) { return std::nullopt; }}) {}
  std::istringstream in_;
  std::ostringstream out_;
  Context context_;
  std::unique_ptr<CLI::App> app_ = BuildCommandTree(context_);
};

TEST_F(CommandTreeTest, ReferencePageIsThatOfTheProgram) {
  const std::string path = std::string(ENLACE_SOURCE_DIR) + "/docs/enlacectl.md";
  const std::string page = CommandReference(*app_);
  const char* update = std::getenv("ENLACE_UPDATE_DOCS");
  if (update != nullptr && std::string(update) == "1") {
    ASSERT_THAT(base::WriteFileAtomically(path, page, 0644), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const std::string kept, base::ReadFile(path));
  EXPECT_TRUE(kept == page)
      << "docs/enlacectl.md is not that of the program; ENLACE_UPDATE_DOCS=1 rewrites it";
}

TEST_F(CommandTreeTest, EveryVerbHasADescriptionAndExamples) {
  for (const CommandNode& node : CommandNodes(*app_)) {
    CLI::App* app = app_.get();
    for (const std::string& word : node.words) app = app->get_subcommand(word);
    EXPECT_FALSE(app->get_description().empty()) << app->get_name();
    if (node.children.empty()) {
      EXPECT_THAT(app->get_footer(), ::testing::HasSubstr("enlacectl ")) << app->get_name();
    }
  }
}

TEST_F(CommandTreeTest, EveryCommandKnowsTheGlobalFlags) {
  const auto nodes = CommandNodes(*app_);
  EXPECT_GT(nodes.size(), 50U);
  for (const CommandNode& node : nodes) {
    EXPECT_THAT(node.flags, ::testing::Contains("--address"));
    EXPECT_EQ(std::count(node.flags.begin(), node.flags.end(), "--help"), 1);
  }
}

}  // namespace
}  // namespace enlace::client
