#include "client/enlacectl/demo/certificate_story.h"

#include <sstream>

#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client::demo {
namespace {

TEST(CertificateStoryTest, ANewUnitEnrolsRenewsAndLosesItsCertificateWithItsStream) {
  TemporaryFolder folder;
  const Places places{folder.File("demo"), ENLACE_BIN_DIR, ENLACE_SOURCE_DIR "/mechanisms"};
  std::ostringstream out;
  ASSERT_OK_AND_ASSIGN(const std::unique_ptr<Scene> scene, Scene::Build(places, out));
  ASSERT_THAT(TellCertificates(*scene, out), IsOk()) << out.str();
  EXPECT_THAT(out.str(), testing::HasSubstr("a new token lets it back in"));
}

}  // namespace
}  // namespace enlace::client::demo
