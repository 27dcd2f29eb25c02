#include "certs/ca/authority.h"

#include <sys/stat.h>
#include <unistd.h>

#include "certs/x509/verifier.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::HasSubstr;

class AuthorityTest : public ::testing::Test {
 protected:
  SigningRequest Request(const std::string& uri) {
    return *ParseSigningRequest("csr", *MakeSigningRequest(key_, uri));
  }
  std::string Path(const std::string& name) { return pki_.folder() + "/" + name; }
  absl::Status Load() { return Authority::Load(pki_.folder(), base::Secret(), random_).status(); }

  TestPki pki_;
  FakeRandom random_;
  PrivateKey key_ = *PrivateKey::Generate();
};

TEST_F(AuthorityTest, IssuedCertificatesVerifyForTheirPurpose) {
  const SigningRequest request = Request(pki_.AgencyUri("a1", "main"));
  const Authority& authority = pki_.authority();
  ASSERT_OK_AND_ASSIGN(const Certificate tls, authority.IssueTlsClient(request, pki_.now(), absl::Hours(1)));
  ASSERT_OK_AND_ASSIGN(const Certificate sealing,
                       authority.IssueSealing(request, pki_.now(), absl::Hours(1)));
  ASSERT_OK_AND_ASSIGN(const Certificate server,
                       authority.IssueTlsServer(key_, {"gw.example.org"}, pki_.now(), absl::Hours(1)));
  EXPECT_THAT(pki_.verifier().Verify(tls, {}, Purpose::kTlsClient, pki_.now()), IsOk());
  EXPECT_THAT(pki_.verifier().Verify(sealing, {}, Purpose::kSealing, pki_.now()), IsOk());
  EXPECT_THAT(pki_.verifier().Verify(server, {}, Purpose::kTlsServer, pki_.now()), IsOk());
  EXPECT_EQ(tls.key_id(), key_.key_id());
  EXPECT_NE(tls.serial(), sealing.serial());
  EXPECT_EQ(tls.serial().size(), 32u);
  EXPECT_EQ(authority.trust_domain(), "mx.enlace.test");
}

TEST_F(AuthorityTest, NoCertificateOutlivesTheAuthority) {
  ASSERT_OK_AND_ASSIGN(
      const Certificate tls,
      pki_.authority().IssueTlsClient(Request(pki_.AdminUri("ana")), pki_.now(), absl::Hours(24 * 365 * 50)));
  EXPECT_EQ(tls.not_after(), pki_.authority().issuing().not_after());
}

TEST_F(AuthorityTest, ExpiredAuthorityDoesNotIssue) {
  EXPECT_THAT(pki_.authority().IssueTlsClient(Request(pki_.AdminUri("ana")),
                                              pki_.authority().issuing().not_after(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kFailedPrecondition, HasSubstr("new issuing authority")));
}

TEST_F(AuthorityTest, ForeignNamesAndLivesAreRefused) {
  EXPECT_THAT(pki_.authority().IssueTlsClient(Request("spiffe://foreign.example/agency/a1/main"), pki_.now(),
                                              absl::Hours(1)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("foreign.example")));
  SigningRequest request = Request(pki_.AdminUri("ana"));
  EXPECT_THAT(pki_.authority().IssueSealing(request, pki_.now(), absl::ZeroDuration()),
              StatusIs(absl::StatusCode::kInvalidArgument));
  request.spki_der = "junk";
  EXPECT_THAT(pki_.authority().IssueTlsClient(request, pki_.now(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("spki_der")));
  EXPECT_THAT(pki_.authority().IssueTlsServer(key_, {}, pki_.now(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(pki_.authority().IssueTlsServer(key_, {"no host"}, pki_.now(), absl::Hours(1)),
              StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(AuthorityTest, LoadNamesTheFileAndTheProblem) {
  EXPECT_THAT(Load(), IsOk());
  const std::string other_key(key_.ToPem()->RevealSecret());
  ASSERT_OK_AND_ASSIGN(const std::string good_key, base::ReadFile(Path("issuing.key")));
  ASSERT_THAT(base::WriteFileAtomically(Path("issuing.key"), other_key), IsOk());
  EXPECT_THAT(Load(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is not the key of issuing.pem")));
  ASSERT_THAT(base::WriteFileAtomically(Path("issuing.key"), good_key, 0604), IsOk());
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("chmod 0600")));
  ASSERT_THAT(base::WriteFileAtomically(Path("issuing.key"), good_key), IsOk());
  EXPECT_THAT(Load(), IsOk());
  const TestPki other("pe.enlace.test");
  ASSERT_THAT(base::WriteFileAtomically(Path("root.pem"), other.root_pem()), IsOk());
  EXPECT_THAT(Load(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("not an authority's certificate")));
  ASSERT_EQ(unlink(Path("root.pem").c_str()), 0);
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kNotFound, HasSubstr("root.pem")));
}

TEST_F(AuthorityTest, AFolderMountedFromASecretLoadsUnlessOthersReadTheKey) {
  for (const char* name : {"root.pem", "issuing.pem", "issuing.key"}) {
    const std::string mounted = Path(std::string("..") + name);
    ASSERT_EQ(rename(Path(name).c_str(), mounted.c_str()), 0);
    ASSERT_EQ(symlink(mounted.c_str(), Path(name).c_str()), 0);
  }
  EXPECT_THAT(Load(), IsOk());
  ASSERT_EQ(chmod(Path("..issuing.key").c_str(), 0644), 0);
  EXPECT_THAT(Load(), StatusIs(absl::StatusCode::kPermissionDenied, HasSubstr("issuing.key")));
}

}  // namespace
}  // namespace enlace::certs
