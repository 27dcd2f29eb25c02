#include "gateway/config/reference.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::config {
namespace {

constexpr char kProtos[] = ENLACE_SOURCE_DIR "/protos";
constexpr char kPage[] = ENLACE_SOURCE_DIR "/docs/configuration.md";

TEST(ReferenceTest, PageInTheRepositoryIsUpToDate) {
  ASSERT_OK_AND_ASSIGN(const std::string page, ConfigReference(kProtos));
  if (std::getenv("ENLACE_UPDATE_DOCS") != nullptr) {
    ASSERT_THAT(base::WriteFileAtomically(kPage, page, 0644), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const std::string kept, base::ReadFile(kPage));
  EXPECT_EQ(kept, page) << "run this test again with ENLACE_UPDATE_DOCS=1";
}

TEST(ReferenceTest, PageDescribesEveryFileAndItsValues) {
  ASSERT_OK_AND_ASSIGN(const std::string page, ConfigReference(kProtos));
  EXPECT_THAT(page, ::testing::HasSubstr("| `trust_domain` | text | Trust domain of the certificates' URI SANs"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `mutual.port` | `ENLACE_MUTUAL_PORT` |"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `folder` | [FolderDriver](#folderdriver) | Files in a folder. |"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `columns` | mapping of text to text |"));
  EXPECT_THAT(page, ::testing::HasSubstr("`elapsed_hours`, `calendar_days`, `business_days`"));
}

TEST(ReferenceTest, FieldWithoutCommentIsNamed) {
  const TemporaryFolder folder;
  const std::string protos = folder.File("enlace/config/v1");
  ASSERT_THAT(base::MakeFolders(protos), IsOk());
  ASSERT_THAT(base::WriteFileAtomically(protos + "/gateway_config.proto",
                                        "// File.\npackage x;\n// The whole file.\nmessage GatewayConfig {\n"
                                        "  string trust_domain = 1;\n}\n"),
              IsOk());
  EXPECT_THAT(ConfigReference(folder.path()),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       ::testing::HasSubstr("GatewayConfig.trust_domain: has no comment")));
  EXPECT_THAT(ConfigReference("/nonexistent"), StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::config
