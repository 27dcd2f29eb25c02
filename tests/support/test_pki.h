// A real certificate authority for tests, and certificates with one fault each.
#ifndef ENLACE_TESTS_SUPPORT_TEST_PKI_H_
#define ENLACE_TESTS_SUPPORT_TEST_PKI_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/ca/authority.h"
#include "certs/ca/authority_set.h"
#include "certs/keystore/keystore.h"
#include "certs/seal/seal.h"
#include "certs/x509/certificate.h"
#include "certs/x509/certificate_builder.h"
#include "certs/x509/private_key.h"
#include "certs/x509/verifier.h"
#include "tests/support/fake_clock.h"
#include "tests/support/fake_random.h"
#include "tests/support/temporary_folder.h"

namespace enlace {

// A key with its certificate and what TLS needs as text.
struct TestCredential {
  certs::PrivateKey key;
  certs::Certificate certificate;
  std::string key_pem;    // PKCS#8, not encrypted.
  std::string chain_pem;  // The certificate, then its issuer if it has one.
};

// An agency's unit as enrolment leaves it.
struct TestAgency {
  std::string uri;
  TestCredential tls;
  TestCredential sealing;
};

// Makes an authority in a temporary folder. Everything fails the test process
// (abort with the reason) rather than returning an error. Not thread-safe.
//
//   TestPki pki;                               // mx.enlace.test, at FakeClock's start
//   TestAgency unit = pki.IssueAgency("uep-chihuahua", "main");
//   TestCredential expired = pki.Expired("uep-chihuahua", "main");
//   pki.verifier().Verify(expired.certificate, {}, certs::Purpose::kTlsClient, pki.now());
//
// For a server in a test: server = pki.IssueServer(); give it server.key_pem,
// server.chain_pem and pki.root_pem().
class TestPki {
 public:
  static constexpr absl::Duration kLife = absl::Hours(24 * 7);

  // Certificates are issued relative to `now`; give clock.Now() if the test has
  // a FakeClock, absl::Now() if a TLS library looks at the machine's clock.
  explicit TestPki(absl::string_view trust_domain = "mx.enlace.test", absl::Time now = FakeClock().Now());

  const certs::Authority& authority() const { return *authority_; }
  // The same authority as the only one of a set, ISSUING.
  certs::AuthoritySet& authorities() const { return *authorities_; }
  const certs::Verifier& verifier() const { return *verifier_; }
  // Folder of root.key, root.pem, issuing.key and issuing.pem.
  const std::string& folder() const { return folder_.path(); }
  absl::Time now() const { return now_; }
  // Later certificates are issued relative to this time.
  void SetNow(absl::Time now) { now_ = now; }
  std::string root_pem() const { return authority_->root().ToPem(); }
  // "spiffe://<trust domain>/agency/<agency>/<unit>" and ".../admin/<name>".
  std::string AgencyUri(absl::string_view agency, absl::string_view unit) const;
  std::string AdminUri(absl::string_view name) const;

  TestAgency IssueAgency(absl::string_view agency, absl::string_view unit = "main");
  TestCredential IssueAdmin(absl::string_view name);
  // A server certificate for localhost, 127.0.0.1 and ::1 unless named.
  TestCredential IssueServer(const std::vector<std::string>& names = {"localhost", "127.0.0.1", "::1"});
  // A TLS client (or sealing) certificate for any URI of the trust domain.
  TestCredential IssueClient(absl::string_view uri, absl::Duration life = kLife);
  TestCredential IssueSealing(absl::string_view uri, absl::Duration life = kLife);
  // The binding of a referral between units of this trust domain.
  certs::SealRequest SealRequestTo(const std::vector<certs::Certificate>& recipients,
                                   absl::string_view content) const;

  // One fault each; otherwise a good TLS client certificate for the unit. What
  // certs::Verifier answers stands behind.
  TestCredential FromAnotherAuthority(absl::string_view agency, absl::string_view unit);  // UNTRUSTED
  TestCredential SelfSigned(absl::string_view agency, absl::string_view unit);            // UNTRUSTED
  TestCredential AuthorityAsLeaf(absl::string_view agency, absl::string_view unit);       // UNTRUSTED
  TestCredential BrokenSignature(absl::string_view agency, absl::string_view unit);       // UNTRUSTED
  TestCredential BelowALeaf(absl::string_view agency, absl::string_view unit);            // UNTRUSTED
  TestCredential Expired(absl::string_view agency, absl::string_view unit);               // EXPIRED
  TestCredential NotYetValid(absl::string_view agency, absl::string_view unit);           // NOT_YET_VALID
  TestCredential WrongUsage(absl::string_view agency, absl::string_view unit);            // WRONG_USAGE
  // OK to the verifier: refusing these names is gateway/identity's part.
  TestCredential WithoutUri(absl::string_view agency, absl::string_view unit);
  TestCredential WithTwoUris(absl::string_view agency, absl::string_view unit);
  TestCredential UnknownToTheGateway(absl::string_view agency, absl::string_view unit);
  // WRONG_NAME: the name constraint of the issuing authority.
  TestCredential ForeignTrustDomain(absl::string_view agency, absl::string_view unit);
  // The right certificate with somebody else's key: the handshake fails.
  TestCredential WithWrongKey(absl::string_view agency, absl::string_view unit);

  // A sealing certificate for the key and with the serial of `credential` that is
  // valid from `not_before` on.
  certs::Certificate SealingTwin(const TestCredential& credential, absl::string_view uri,
                                 absl::Time not_before) const;
  // Signs whatever `spec` says with the issuing authority's key; serial and
  // times are filled in where they are unset.
  TestCredential Forge(certs::CertificateSpec spec);

 private:
  TestCredential Finish(certs::PrivateKey key, certs::Certificate certificate, bool with_issuer) const;
  static certs::CertificateSpec SpecFor(absl::string_view uri);

  absl::Time now_;
  std::string trust_domain_;
  FakeRandom random_;
  TemporaryFolder folder_;
  std::unique_ptr<certs::Authority> authority_;
  std::unique_ptr<certs::AuthoritySet> authorities_;
  std::unique_ptr<certs::PrivateKey> issuing_key_;
  std::unique_ptr<certs::Verifier> verifier_;
};

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_TEST_PKI_H_
