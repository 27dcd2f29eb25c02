#include "client/enlacectl/demo/story.h"

#include <sstream>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client::demo {
namespace {

// The whole way, with the real programs: the story checks each of its own
// sentences and ends on the first that does not hold.
TEST(StoryTest, GoesAsToldAndASecondTimeInTheSameFolder) {
  TemporaryFolder folder;
  const Places places{folder.File("demo"), ENLACE_BIN_DIR, ENLACE_SOURCE_DIR "/mechanisms"};
  const base::SystemClock clock;
  for (int i = 0; i < 2; ++i) {
    std::ostringstream out;
    ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Scene> scene, Scene::Build(places, out));
    ASSERT_THAT(TellStory(*scene, clock, out), IsOk()) << out.str();
    EXPECT_THAT(out.str(), testing::HasSubstr("cannot tell the one from the other"));
    EXPECT_THAT(out.str(), testing::HasSubstr("case log:"));
  }
}

}  // namespace
}  // namespace enlace::client::demo
