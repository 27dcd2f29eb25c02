#include "client/enlacectl/demo/silence_story.h"

#include <sstream>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client::demo {
namespace {

TEST(SilenceStoryTest, ThreeHoursPassAndTheOmbudsmanHearsOfIt) {
  TemporaryFolder folder;
  const Places places{folder.File("demo"), ENLACE_BIN_DIR, ENLACE_SOURCE_DIR "/mechanisms"};
  std::ostringstream out;
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Scene> scene, Scene::Build(places, out));
  ASSERT_THAT(TellSilence(*scene, base::SystemClock(), out), IsOk()) << out.str();
  EXPECT_THAT(out.str(), testing::HasSubstr("Nothing expired"));
}

}  // namespace
}  // namespace enlace::client::demo
