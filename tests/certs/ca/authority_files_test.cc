#include "certs/ca/authority_files.h"

#include <unistd.h>

#include "certs/ca/authority.h"
#include "gateway/base/files.h"
#include "tests/support/soft_tokens.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// An authority whose issuing key moved into a token.
class AuthorityFilesTest : public ::testing::Test {
 protected:
  std::string Path(const std::string& name) { return pki_.folder() + "/" + name; }
  void MoveKeyInto(const std::string& token, const std::string& label) {
    const std::string pem = *base::ReadFile(Path("issuing.key"));
    const std::string uri = tokens_.Import(token, label, *PrivateKey::FromPem(base::Secret(pem)));
    ASSERT_THAT(base::WriteFileAtomically(Path("issuing.uri"), uri + "\n"), IsOk());
    ASSERT_EQ(unlink(Path("issuing.key").c_str()), 0);
  }
  auto Load(const std::string& pin = SoftTokens::kPin) {
    return Authority::Load(pki_.folder(), KeyAccess{base::Secret(pin), SoftTokens::kModule}, random_);
  }
  auto Request() {
    return *ParseSigningRequest("csr", *MakeSigningRequest(key_, pki_.AgencyUri("a1", "main")));
  }
  SoftTokens& tokens_ = SoftTokens::Get();
  TestPki pki_;
  FakeRandom random_;
  PrivateKey key_ = *PrivateKey::Generate();
};

TEST_F(AuthorityFilesTest, AnAuthorityWithItsKeyInATokenIssuesAndRevokes) {
  MoveKeyInto("enlace", "issuing");
  ASSERT_OK_AND_ASSIGN(const auto authority, Load());
  ASSERT_OK_AND_ASSIGN(const Certificate tls,
                       authority->IssueTlsClient(Request(), pki_.now(), absl::Hours(1)));
  EXPECT_THAT(pki_.verifier().Verify(tls, {}, Purpose::kTlsClient, pki_.now()), IsOk());
  EXPECT_THAT(authority->MakeCrl({{tls.serial(), pki_.now()}}, 1, pki_.now(), absl::Hours(1)), IsOk());
}

TEST_F(AuthorityFilesTest, AWrongPinNamesTheFileAndNotThePin) {
  MoveKeyInto("guarded", "issuing");
  EXPECT_THAT(Load("987654").status(),
              StatusIs(absl::StatusCode::kPermissionDenied,
                       AllOf(HasSubstr("issuing.uri"), HasSubstr("PIN"), Not(HasSubstr("987654")))));
}

TEST_F(AuthorityFilesTest, AnotherKeyInTheTokenIsRefused) {
  MoveKeyInto("enlace", "mine");
  const std::string uri = tokens_.Import("enlace", "other", key_);
  ASSERT_THAT(base::WriteFileAtomically(Path("issuing.uri"), uri), IsOk());
  EXPECT_THAT(Load().status(), StatusIs(absl::StatusCode::kInvalidArgument,
                                        AllOf(HasSubstr("issuing.uri"), HasSubstr("is not the key of"))));
}

TEST_F(AuthorityFilesTest, AMissingTokenIsNamed) {
  MoveKeyInto("enlace", "gone");
  ASSERT_THAT(base::WriteFileAtomically(Path("issuing.uri"), "pkcs11:token=lost;object=gone"), IsOk());
  EXPECT_THAT(Load().status(), StatusIs(absl::StatusCode::kNotFound,
                                        AllOf(HasSubstr("issuing.uri"), HasSubstr("token=lost"))));
}

TEST_F(AuthorityFilesTest, TwoPlacesForOneKeyAreRefused) {
  ASSERT_THAT(base::WriteFileAtomically(Path("issuing.uri"), "pkcs11:token=enlace;object=issuing"), IsOk());
  EXPECT_THAT(Load().status(), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("both there")));
}

TEST_F(AuthorityFilesTest, ATokenThatIsPulledOutMakesIssuingUnavailable) {
  MoveKeyInto("pulled", "issuing");
  ASSERT_OK_AND_ASSIGN(const auto authority, Load());
  ASSERT_THAT(authority->IssueTlsClient(Request(), pki_.now(), absl::Hours(1)), IsOk());
  tokens_.Pull();
  EXPECT_THAT(authority->IssueTlsClient(Request(), pki_.now(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kUnavailable, HasSubstr("does not sign")));
  EXPECT_THAT(authority->MakeCrl({}, 1, pki_.now(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kUnavailable));
  tokens_.PlugIn();
}

}  // namespace
}  // namespace enlace::certs
