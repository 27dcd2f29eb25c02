#include "client/enlacectl/demo_command.h"

#include "tests/client/enlacectl/cli_fixture.h"

namespace enlace::client {
namespace {

class DemoCommandTest : public CliTest {};

TEST_F(DemoCommandTest, LeavesAFolderAloneThatIsNoDemos) {
  WriteFile("precious", "data");
  const Ran ran = Run({"demo", "--once", "--folder", files_.path()});
  EXPECT_NE(ran.status, 0);
  EXPECT_THAT(ran.err, testing::HasSubstr("--folder"));
  EXPECT_TRUE(base::FileExists(files_.File("precious")));
}

TEST_F(DemoCommandTest, HelpHasAnExample) {
  EXPECT_THAT(Run({"demo", "--help"}).out, testing::HasSubstr("enlacectl demo --once"));
}

}  // namespace
}  // namespace enlace::client
