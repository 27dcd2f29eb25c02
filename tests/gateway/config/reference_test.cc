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
constexpr char kMechanismPage[] = ENLACE_SOURCE_DIR "/docs/mechanism_schema.md";

void ExpectUpToDate(const char* path, const std::string& page) {
  if (std::getenv("ENLACE_UPDATE_DOCS") != nullptr) {
    ASSERT_THAT(base::WriteFileAtomically(path, page, 0644), IsOk());
  }
  ASSERT_OK_AND_ASSIGN(const std::string kept, base::ReadFile(path));
  EXPECT_EQ(kept, page) << "run this test again with ENLACE_UPDATE_DOCS=1";
}

TEST(ReferenceTest, PagesInTheRepositoryAreUpToDate) {
  ASSERT_OK_AND_ASSIGN(const std::string page, ConfigReference(kProtos));
  ExpectUpToDate(kPage, page);
  ASSERT_OK_AND_ASSIGN(const std::string mechanism, MechanismReference(kProtos));
  ExpectUpToDate(kMechanismPage, mechanism);
}

TEST(ReferenceTest, PageOfMechanismsDescribesEveryFieldAndValue) {
  ASSERT_OK_AND_ASSIGN(const std::string page, MechanismReference(kProtos));
  EXPECT_THAT(page, ::testing::HasSubstr(
                        "| `routing_rules` | list of [RoutingRule](#routingrule) | Who is competent"));
  EXPECT_THAT(page,
              ::testing::HasSubstr("| `branch` | text | Rules of one purpose are tried branch by branch"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `elapsed_hours` | Hours that never pause. |"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `armored_vehicle` | Armoured vehicle. |"));
}

TEST(ReferenceTest, PageDescribesTheFilesOfGatewayAndAdapter) {
  ASSERT_OK_AND_ASSIGN(const std::string page, ConfigReference(kProtos));
  EXPECT_THAT(page,
              ::testing::HasSubstr("| `trust_domain` | text | Trust domain of the certificates' URI SANs"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `mutual.port` | `ENLACE_MUTUAL_PORT` |"));
  EXPECT_THAT(page,
              ::testing::HasSubstr("| `folder` | [FolderDriver](#folderdriver) | Files in a folder. |"));
  EXPECT_THAT(page, ::testing::HasSubstr("| `columns` | mapping of text to text |"));
  EXPECT_THAT(page, ::testing::Not(::testing::HasSubstr("RoutingRule")));
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
