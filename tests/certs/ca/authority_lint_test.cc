#include "certs/ca/authority_lint.h"

#include "certs/ca/authority_files.h"
#include "certs/x509/certificate_builder.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char kDomain[] = "mx.enlace.test";

class AuthorityLintTest : public ::testing::Test {
 protected:
  CertificateSpec Spec() { return IssuingSpec(kDomain, pki_.now(), pki_.now() + absl::Hours(24), random_); }
  Certificate Build(const CertificateSpec& spec) {
    return *BuildCertificate(spec, key_.spki_der(), root_key_, &root_);
  }
  TestPki pki_;
  FakeRandom random_;
  PrivateKey root_key_ = *PrivateKey::Generate();
  PrivateKey key_ = *PrivateKey::Generate();
  Certificate root_ = *BuildCertificate(RootSpec(kDomain, pki_.now(), pki_.now() + absl::Hours(48), random_),
                                        root_key_.spki_der(), root_key_, nullptr);
};

TEST_F(AuthorityLintTest, OurOwnAuthoritiesPass) {
  EXPECT_THAT(LintRoot(root_).failed, IsEmpty());
  EXPECT_THAT(LintIssuing(Build(Spec()), root_, kDomain).failed, IsEmpty());
  EXPECT_THAT(LintRoot(pki_.authority().root()).ToStatus(), IsOk());
  EXPECT_THAT(LintIssuing(pki_.authority().issuing(), pki_.authority().root(), kDomain).ToStatus(), IsOk());
}

TEST_F(AuthorityLintTest, AnotherTrustDomainOrNoneIsFound) {
  const Certificate issuing = Build(Spec());
  EXPECT_THAT(LintIssuing(issuing, root_, "pe.enlace.test").failed, Contains(HasSubstr("nameConstraints")));
  CertificateSpec free = Spec();
  free.permitted_uri_host.clear();
  EXPECT_THAT(LintIssuing(Build(free), root_, kDomain).failed, Contains(HasSubstr("nameConstraints")));
}

TEST_F(AuthorityLintTest, AnotherRootIsFound) {
  EXPECT_THAT(LintIssuing(Build(Spec()), pki_.authority().root(), kDomain).failed,
              Contains("signed by the root"));
}

TEST_F(AuthorityLintTest, ALifeBeyondTheRootsIsFound) {
  CertificateSpec spec = Spec();
  spec.not_after = root_.not_after() + absl::Seconds(1);
  EXPECT_THAT(LintIssuing(Build(spec), root_, kDomain).failed, Contains(HasSubstr("life within")));
}

TEST_F(AuthorityLintTest, AShortSerialNumberIsFound) {
  CertificateSpec spec = Spec();
  spec.serial = "\x41";
  EXPECT_THAT(LintIssuing(Build(spec), root_, kDomain).failed, Contains(HasSubstr("serial number")));
}

TEST_F(AuthorityLintTest, ALeafIsNoAuthority) {
  const TestCredential leaf = pki_.IssueAdmin("ana");
  EXPECT_THAT(LintRoot(leaf.certificate).ToStatus(),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("basicConstraints")));
}

}  // namespace
}  // namespace enlace::certs
