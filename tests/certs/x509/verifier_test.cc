#include "certs/x509/verifier.h"

#include <openssl/rsa.h>

#include "absl/strings/str_cat.h"
#include "certs/x509/openssl_ptr.h"
#include "gateway/base/files.h"
#include "tests/support/status_matchers.h"
#include "tests/support/test_pki.h"

namespace enlace::certs {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

class VerifierTest : public ::testing::Test {
 protected:
  absl::Status VerifyClient(const TestCredential& credential) const {
    return pki_.verifier().Verify(credential.certificate, {}, Purpose::kTlsClient, pki_.now());
  }
  PrivateKey IssuingKey() const {
    return *PrivateKey::FromPem(base::Secret(*base::ReadFile(pki_.folder() + "/issuing.key")));
  }
  CertificateSpec LeafSpec() const {
    CertificateSpec spec;
    spec.serial = "\x41\x42";
    spec.common_name = "agency/a1/main";
    spec.uris = {pki_.AgencyUri("a1", "main")};
    spec.not_before = pki_.now() - absl::Minutes(1);
    spec.not_after = pki_.now() + absl::Hours(1);
    return spec;
  }
  TestPki pki_;
};

TEST_F(VerifierTest, EachPurposeAcceptsItsOwnCertificate) {
  const TestAgency agency = pki_.IssueAgency("a1");
  const Verifier& verifier = pki_.verifier();
  EXPECT_THAT(verifier.Verify(agency.tls.certificate, {}, Purpose::kTlsClient, pki_.now()), IsOk());
  EXPECT_THAT(verifier.Verify(agency.sealing.certificate, {}, Purpose::kSealing, pki_.now()), IsOk());
  EXPECT_THAT(verifier.Verify(pki_.IssueServer().certificate, {}, Purpose::kTlsServer, pki_.now()), IsOk());
}

TEST_F(VerifierTest, EachPurposeRefusesTheOthers) {
  const TestAgency agency = pki_.IssueAgency("a1");
  const Certificate server = pki_.IssueServer().certificate;
  const struct {
    const Certificate& certificate;
    Purpose purpose;
  } cases[] = {{agency.tls.certificate, Purpose::kSealing},  {agency.tls.certificate, Purpose::kTlsServer},
               {agency.sealing.certificate, Purpose::kTlsClient}, {agency.sealing.certificate, Purpose::kTlsServer},
               {server, Purpose::kTlsClient},                {server, Purpose::kSealing}};
  for (const auto& one : cases) {
    EXPECT_THAT(pki_.verifier().Verify(one.certificate, {}, one.purpose, pki_.now()),
                ReasonIs(v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE));
  }
}

TEST_F(VerifierTest, EachFaultHasItsReason) {
  EXPECT_THAT(VerifyClient(pki_.FromAnotherAuthority("a1", "main")),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(VerifyClient(pki_.SelfSigned("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(VerifyClient(pki_.AuthorityAsLeaf("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(VerifyClient(pki_.BrokenSignature("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(VerifyClient(pki_.Expired("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_EXPIRED));
  EXPECT_THAT(VerifyClient(pki_.NotYetValid("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID));
  EXPECT_THAT(VerifyClient(pki_.WrongUsage("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_WRONG_USAGE));
  EXPECT_THAT(VerifyClient(pki_.ForeignTrustDomain("a1", "main")), ReasonIs(v1::ERROR_REASON_CERTIFICATE_WRONG_NAME));
  EXPECT_THAT(VerifyClient(pki_.WithoutUri("a1", "main")), IsOk());
  EXPECT_THAT(VerifyClient(pki_.WithTwoUris("a1", "main")), IsOk());
  EXPECT_THAT(VerifyClient(pki_.UnknownToTheGateway("a1", "main")), IsOk());
  const TestCredential wrong_key = pki_.WithWrongKey("a1", "main");
  EXPECT_NE(wrong_key.key.key_id(), wrong_key.certificate.key_id());
}

TEST_F(VerifierTest, CertificateBelowALeafIsUntrusted) {
  const TestCredential below = pki_.BelowALeaf("a1", "main");
  ASSERT_OK_AND_ASSIGN(const std::vector<Certificate> chain, Certificate::ChainFromPem(below.chain_pem));
  EXPECT_THAT(pki_.verifier().Verify(below.certificate, chain, Purpose::kTlsClient, pki_.now()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
}

TEST_F(VerifierTest, WeakOrForeignKeysAreUntrusted) {
  for (const EvpPkeyPtr& key : {EvpPkeyPtr(EVP_RSA_gen(1024)), EvpPkeyPtr(EVP_RSA_gen(2048))}) {
    ASSERT_OK_AND_ASSIGN(const Certificate leaf,
                         BuildCertificate(LeafSpec(), ToDer(i2d_PUBKEY, key.get()), IssuingKey(),
                                          &pki_.authority().issuing()));
    EXPECT_THAT(pki_.verifier().Verify(leaf, {}, Purpose::kTlsClient, pki_.now()),
                ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  }
}

TEST_F(VerifierTest, UnknownCriticalExtensionIsUntrusted) {
  const TestCredential good = pki_.IssueClient(pki_.AgencyUri("a1", "main"));
  const X509Ptr copy(X509_dup(static_cast<X509*>(good.certificate.native())));
  const ObjectPtr oid(OBJ_txt2obj("1.3.6.1.4.1.55555.1", 1));
  const OctetStringPtr value(ASN1_OCTET_STRING_new());
  ASN1_OCTET_STRING_set(value.get(), reinterpret_cast<const unsigned char*>("\x05\x00"), 2);
  X509_EXTENSION* extension = X509_EXTENSION_create_by_OBJ(nullptr, oid.get(), 1, value.get());
  X509_add_ext(copy.get(), extension, -1);
  X509_EXTENSION_free(extension);
  X509_sign(copy.get(), static_cast<EVP_PKEY*>(IssuingKey().native()), EVP_sha256());
  ASSERT_OK_AND_ASSIGN(const Certificate leaf, Certificate::FromDer(ToDer(i2d_X509, copy.get())));
  EXPECT_THAT(pki_.verifier().Verify(leaf, {}, Purpose::kTlsClient, pki_.now()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
}

TEST_F(VerifierTest, Sha1SignatureIsUntrusted) {
  const TestCredential good = pki_.IssueClient(pki_.AgencyUri("a1", "main"));
  const X509Ptr copy(X509_dup(static_cast<X509*>(good.certificate.native())));
  ASSERT_GT(X509_sign(copy.get(), static_cast<EVP_PKEY*>(IssuingKey().native()), EVP_sha1()), 0);
  ASSERT_OK_AND_ASSIGN(const Certificate leaf, Certificate::FromDer(ToDer(i2d_X509, copy.get())));
  EXPECT_THAT(pki_.verifier().Verify(leaf, {}, Purpose::kTlsClient, pki_.now()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
}

TEST_F(VerifierTest, ValidityIncludesItsStartAndExcludesItsEnd) {
  const Certificate leaf = pki_.IssueClient(pki_.AgencyUri("a1", "main")).certificate;
  const auto at = [&](absl::Time time) { return pki_.verifier().Verify(leaf, {}, Purpose::kTlsClient, time); };
  EXPECT_THAT(at(leaf.not_before()), IsOk());
  EXPECT_THAT(at(leaf.not_before() - absl::Milliseconds(1)), ReasonIs(v1::ERROR_REASON_CERTIFICATE_NOT_YET_VALID));
  EXPECT_THAT(at(leaf.not_after() - absl::Milliseconds(1)), IsOk());
  EXPECT_THAT(at(leaf.not_after()), ReasonIs(v1::ERROR_REASON_CERTIFICATE_EXPIRED));
}

TEST_F(VerifierTest, RefusalNamesCertificateTimesAndRemedy) {
  const TestCredential expired = pki_.Expired("a1", "main");
  const absl::Status status = VerifyClient(expired);
  EXPECT_THAT(status, StatusIs(absl::StatusCode::kUnauthenticated,
                               AllOf(HasSubstr(expired.certificate.serial()), HasSubstr("/agency/a1/main"),
                                     HasSubstr("expired on 2026-01-14T12:00:00Z"),
                                     HasSubstr("it is 2026-01-15T12:00:00Z"), HasSubstr("renew it"))));
  EXPECT_TRUE(base::IsTold(status));
  EXPECT_THAT(std::string(VerifyClient(pki_.NotYetValid("a1", "main")).message()), HasSubstr("check the clocks"));
  EXPECT_THAT(std::string(VerifyClient(pki_.SelfSigned("a1", "main")).message()), HasSubstr("trust bundle"));
}

TEST_F(VerifierTest, ExpiredAuthorityMakesItsLeavesExpired) {
  const Certificate leaf = pki_.IssueClient(pki_.AgencyUri("a1", "main")).certificate;
  const PrivateKey root_key = *PrivateKey::FromPem(base::Secret(*base::ReadFile(pki_.folder() + "/root.key")));
  CertificateSpec spec;
  spec.profile = Profile::kIssuing;
  spec.serial = "\x01\x02";
  spec.common_name = pki_.authority().issuing().subject();
  spec.not_before = pki_.now() - absl::Hours(48);
  spec.not_after = pki_.now() - absl::Hours(24);
  ASSERT_OK_AND_ASSIGN(const Certificate old,
                       BuildCertificate(spec, IssuingKey().spki_der(), root_key, &pki_.authority().root()));
  ASSERT_OK_AND_ASSIGN(const auto only_old, Verifier::New({pki_.authority().root()}, {old}));
  EXPECT_THAT(only_old->Verify(leaf, {}, Purpose::kTlsClient, pki_.now()),
              AllOf(ReasonIs(v1::ERROR_REASON_CERTIFICATE_EXPIRED),
                    StatusIs(absl::StatusCode::kUnauthenticated, HasSubstr("the authority"))));
  // The renewed authority with the same name and key is found, whatever the order.
  ASSERT_OK_AND_ASSIGN(const auto both,
                       Verifier::New({pki_.authority().root()}, {old, pki_.authority().issuing()}));
  EXPECT_THAT(both->Verify(leaf, {}, Purpose::kTlsClient, pki_.now()), IsOk());
}

TEST_F(VerifierTest, IntermediateMayComeFromThePeer) {
  const Certificate leaf = pki_.IssueClient(pki_.AgencyUri("a1", "main")).certificate;
  ASSERT_OK_AND_ASSIGN(const auto verifier, Verifier::New({pki_.authority().root()}, {}));
  EXPECT_THAT(verifier->Verify(leaf, {}, Purpose::kTlsClient, pki_.now()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNTRUSTED));
  EXPECT_THAT(verifier->Verify(leaf, {pki_.authority().issuing()}, Purpose::kTlsClient, pki_.now()), IsOk());
}

TEST_F(VerifierTest, RootsAreRequiredAndAreAuthorities) {
  EXPECT_THAT(Verifier::New({}, {}), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(Verifier::New({pki_.IssueAdmin("ana").certificate}, {}), StatusIs(absl::StatusCode::kInvalidArgument));
}

}  // namespace
}  // namespace enlace::certs
