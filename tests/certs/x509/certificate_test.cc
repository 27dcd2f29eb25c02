#include "certs/x509/certificate.h"

#include "absl/strings/escaping.h"
#include "gateway/base/digest.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CertificateTest : public ::testing::Test {
 protected:
  TestPki pki_;
};

TEST_F(CertificateTest, AgencyCertificateTellsItsParts) {
  const TestAgency agency = pki_.IssueAgency("uep-chihuahua");
  const Certificate& tls = agency.tls.certificate;
  EXPECT_THAT(tls.uris(), ElementsAre("spiffe://mx.enlace.test/agency/uep-chihuahua/main"));
  EXPECT_THAT(tls.names(), IsEmpty());
  EXPECT_EQ(tls.subject(), "agency/uep-chihuahua/main");
  EXPECT_EQ(tls.issuer(), "Enlace issuing mx.enlace.test");
  EXPECT_EQ(tls.serial().size(), 32u);
  EXPECT_EQ(tls.not_before(), pki_.now() - absl::Minutes(1));
  EXPECT_EQ(tls.not_after(), pki_.now() + TestPki::kLife);
  EXPECT_EQ(tls.fingerprint(), base::Sha256(tls.der()));
  EXPECT_EQ(tls.key_id(), agency.tls.key.key_id());
  EXPECT_NE(tls.native(), nullptr);
}

TEST_F(CertificateTest, UsagesAreExclusive) {
  const TestAgency agency = pki_.IssueAgency("uep-chihuahua");
  const Certificate server = pki_.IssueServer().certificate;
  EXPECT_TRUE(agency.tls.certificate.allows_tls_client());
  EXPECT_FALSE(agency.tls.certificate.allows_tls_server());
  EXPECT_FALSE(agency.tls.certificate.allows_sealing());
  EXPECT_TRUE(agency.sealing.certificate.allows_sealing());
  EXPECT_FALSE(agency.sealing.certificate.allows_tls_client());
  EXPECT_TRUE(server.allows_tls_server());
  EXPECT_FALSE(server.allows_tls_client());
  // No extended key usage means any to OpenSSL, and none to us.
  EXPECT_FALSE(pki_.authority().root().allows_tls_client());
  EXPECT_FALSE(pki_.authority().root().allows_sealing());
  EXPECT_TRUE(pki_.authority().root().is_ca());
  EXPECT_TRUE(pki_.authority().issuing().is_ca());
  EXPECT_FALSE(server.is_ca());
}

TEST_F(CertificateTest, HostNamesAndAddressesAreText) {
  EXPECT_THAT(pki_.IssueServer({"gw.example.org", "192.0.2.1", "2001:db8::1"}).certificate.names(),
              ElementsAre("gw.example.org", "192.0.2.1", "2001:db8:0:0:0:0:0:1"));
}

TEST_F(CertificateTest, PemAndDerComeBack) {
  const TestCredential one = pki_.IssueAdmin("ana");
  ASSERT_OK_AND_ASSIGN(const Certificate der, Certificate::FromDer(one.certificate.der()));
  ASSERT_OK_AND_ASSIGN(const Certificate pem, Certificate::FromPem(one.certificate.ToPem()));
  EXPECT_EQ(der.fingerprint(), pem.fingerprint());
  ASSERT_OK_AND_ASSIGN(const std::vector<Certificate> chain, Certificate::ChainFromPem(one.chain_pem));
  ASSERT_EQ(chain.size(), 2u);
  EXPECT_EQ(chain[0].der(), one.certificate.der());
  EXPECT_EQ(chain[1].der(), pki_.authority().issuing().der());
}

TEST_F(CertificateTest, BytesAfterTheCertificateAreRefused) {
  const std::string der = pki_.IssueAdmin("ana").certificate.der();
  EXPECT_THAT(Certificate::FromDer(der + "x"), StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("follow")));
  EXPECT_THAT(Certificate::FromDer(der.substr(0, der.size() - 1)), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Certificate::FromDer(""), StatusIs(absl::StatusCode::kInvalidArgument));
}

TEST_F(CertificateTest, PemWithoutCertificateIsRefused) {
  EXPECT_THAT(Certificate::ChainFromPem("nothing"), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Certificate::FromPem(pki_.IssueAdmin("ana").key_pem), StatusIs(absl::StatusCode::kInvalidArgument));
  std::string broken = pki_.root_pem();
  broken[60] = '*';
  EXPECT_THAT(Certificate::ChainFromPem(broken), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
