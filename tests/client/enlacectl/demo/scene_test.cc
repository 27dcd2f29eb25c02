#include "client/enlacectl/demo/scene.h"

#include <sstream>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client::demo {
namespace {

TEST(SceneTest, LeavesAFolderAloneThatIsNoDemos) {
  TemporaryFolder folder;
  ASSERT_THAT(base::WriteFileAtomically(folder.File("precious"), "data"), IsOk());
  std::ostringstream out;
  EXPECT_THAT(Scene::Build({folder.path(), "/no/programs", "/no/mechanisms"}, out).status(),
              StatusIs(absl::StatusCode::kFailedPrecondition, testing::HasSubstr("--folder")));
  EXPECT_TRUE(base::FileExists(folder.File("precious")));
}

TEST(SceneTest, SaysWhichProgramIsMissing) {
  TemporaryFolder folder;
  std::ostringstream out;
  EXPECT_THAT(Scene::Build({folder.File("demo"), "/no/programs", "/no/mechanisms"}, out).status(),
              StatusIs(absl::StatusCode::kUnavailable, testing::HasSubstr("/no/programs/enlacectl")));
}

TEST(SceneTest, HasASenderARecipientAnExcludedOfficeAndAnOverseer) {
  int prosecutors = 0;
  for (const Actor& actor : Actors()) prosecutors += actor.kind == "prosecutor" ? 1 : 0;
  EXPECT_EQ(prosecutors, 2);
  EXPECT_EQ(Actors().size(), 5U);
}

}  // namespace
}  // namespace enlace::client::demo
