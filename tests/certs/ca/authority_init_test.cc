#include <sys/stat.h>

#include "certs/ca/authority.h"
#include "certs/x509/private_key.h"
#include "certs/x509/verifier.h"
#include "gateway/base/files.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/status_matchers.h"
#include "tests/support/temporary_folder.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

class AuthorityInitTest : public ::testing::Test {
 protected:
  InitOptions Options() {
    InitOptions options;
    options.folder = folder_.File("ca");
    options.trust_domain = "mx.enlace.test";
    options.now = FakeClock().Now();
    return options;
  }
  std::string Path(const std::string& name) { return folder_.File("ca/" + name); }
  mode_t ModeOf(const std::string& path) {
    struct stat info = {};
    stat(path.c_str(), &info);
    return info.st_mode & 0777;
  }
  TemporaryFolder folder_;
  FakeRandom random_;
};

TEST_F(AuthorityInitTest, MakesRootAndIssuingWithPrivateKeys) {
  ASSERT_THAT(InitAuthority(Options(), random_), IsOk());
  EXPECT_EQ(ModeOf(folder_.File("ca")), 0700u);
  EXPECT_EQ(ModeOf(Path("root.key")), 0600u);
  EXPECT_EQ(ModeOf(Path("issuing.key")), 0600u);
  ASSERT_OK_AND_ASSIGN(const std::string root_pem, base::ReadFile(Path("root.pem")));
  ASSERT_OK_AND_ASSIGN(const std::string issuing_pem, base::ReadFile(Path("issuing.pem")));
  ASSERT_OK_AND_ASSIGN(const Certificate root, Certificate::FromPem(root_pem));
  ASSERT_OK_AND_ASSIGN(const Certificate issuing, Certificate::FromPem(issuing_pem));
  EXPECT_TRUE(root.is_ca());
  EXPECT_EQ(issuing.issuer(), root.subject());
  EXPECT_NE(root.serial(), issuing.serial());
  EXPECT_LT(issuing.not_after(), root.not_after());
}

TEST_F(AuthorityInitTest, ExistingAuthorityIsNotTouched) {
  ASSERT_THAT(InitAuthority(Options(), random_), IsOk());
  ASSERT_OK_AND_ASSIGN(const std::string before, base::ReadFile(Path("root.key")));
  EXPECT_THAT(InitAuthority(Options(), random_), StatusIs(absl::StatusCode::kAlreadyExists, HasSubstr("root.key")));
  ASSERT_OK_AND_ASSIGN(const std::string after, base::ReadFile(Path("root.key")));
  EXPECT_EQ(before, after);
}

TEST_F(AuthorityInitTest, PassphrasesEncryptEachKeyByItself) {
  InitOptions options = Options();
  options.root_passphrase = base::Secret("root words");
  options.issuing_passphrase = base::Secret("issuing words");
  ASSERT_THAT(InitAuthority(options, random_), IsOk());
  ASSERT_OK_AND_ASSIGN(std::string pem, base::ReadFile(Path("root.key")));
  EXPECT_THAT(pem, HasSubstr("ENCRYPTED"));
  const base::Secret root_key(std::move(pem));
  EXPECT_THAT(PrivateKey::FromPem(root_key, base::Secret("root words")), IsOk());
  EXPECT_THAT(PrivateKey::FromPem(root_key, base::Secret("issuing words")),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Authority::Load(options.folder, base::Secret("issuing words"), random_), IsOk());
  EXPECT_THAT(Authority::Load(options.folder, base::Secret("wrong"), random_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("issuing.key")));
}

TEST_F(AuthorityInitTest, MalformedTrustDomainIsRefused) {
  InitOptions options = Options();
  options.trust_domain = "MX/enlace";
  EXPECT_THAT(InitAuthority(options, random_), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_FALSE(base::FileExists(options.folder));
}

}  // namespace
}  // namespace enlace::certs
