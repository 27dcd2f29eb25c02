#include "certs/x509/certs_only.h"

#include <cstdlib>

#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// What another tool makes of it: `arguments` to openssl.
std::string AsRead(const std::string& der, const std::string& arguments) {
  const TemporaryFolder folder;
  EXPECT_THAT(base::WriteFileAtomically(folder.File("in"), der, 0600), IsOk());
  const std::string command =
      absl::StrCat("openssl ", arguments, " -in ", folder.File("in"), " -out ", folder.File("out"));
  EXPECT_EQ(std::system(command.c_str()), 0) << command;
  return base::ReadFile(folder.File("out")).value_or("");
}

TEST(CertsOnlyTest, AnotherToolFindsEveryCertificate) {
  const TestPki pki;
  const std::vector<Certificate> given = {pki.authority().root(), pki.authority().issuing()};
  ASSERT_OK_AND_ASSIGN(const std::string der, MakeCertsOnly(given));
  ASSERT_OK_AND_ASSIGN(const auto found,
                       Certificate::ChainFromPem(AsRead(der, "pkcs7 -inform DER -print_certs")));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].der(), given[0].der());
  EXPECT_EQ(found[1].der(), given[1].der());
}

TEST(CertsOnlyTest, ThereIsNeitherContentNorSigner) {
  const TestPki pki;
  ASSERT_OK_AND_ASSIGN(const std::string der, MakeCertsOnly({pki.authority().root()}));
  const std::string shown = AsRead(der, "cms -inform DER -cmsout -print");
  EXPECT_THAT(shown, HasSubstr("eContent: <ABSENT>"));
  EXPECT_THAT(shown, Not(HasSubstr("digestEncryptionAlgorithm")));
}

TEST(CertsOnlyTest, NothingToPassOnIsADefect) {
  EXPECT_THAT(MakeCertsOnly({}), StatusIs(absl::StatusCode::kInternal));
}

}  // namespace
}  // namespace enlace::certs
