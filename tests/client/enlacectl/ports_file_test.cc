#include "client/enlacectl/ports_file.h"

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::client {
namespace {

TEST(PortsFileTest, EachListenerHasALine) {
  TemporaryFolder folder;
  EXPECT_FALSE(PortOf(folder.path(), "mutual").ok());
  ASSERT_THAT(base::WriteFileAtomically(folder.File("ports"), "mutual: 7444\nenrollment: 70000\n"), IsOk());
  ASSERT_OK_AND_ASSIGN(const uint16_t port, PortOf(folder.path(), "mutual"));
  EXPECT_EQ(port, 7444);
  EXPECT_THAT(PortOf(folder.path(), "enrollment").status(), StatusIs(absl::StatusCode::kNotFound));
  EXPECT_THAT(PortOf(folder.path(), "probe").status(), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::client
