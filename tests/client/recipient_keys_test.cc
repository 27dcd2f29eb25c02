#include "client/recipient_keys.h"

#include "certs/x509/signing_request.h"
#include "tests/client/fake_gateway.h"
#include "tests/support/second_authority.h"

namespace enlace::client {
namespace {

using ::testing::HasSubstr;

class RecipientKeysTest : public ::testing::Test {
 protected:
  void Offer(const certs::Certificate& certificate) {
    v1::SealingCertificate* entry = offered_.Add();
    entry->set_certificate_der(certificate.der());
    entry->set_key_id(certificate.key_id());
  }
  absl::StatusOr<certs::Certificate> Choose() {
    return ChooseSealingCertificate(offered_, "mx-fgr", "mx.enlace.test", pki_.verifier(), pki_.now());
  }
  TestPki pki_;
  google::protobuf::RepeatedPtrField<v1::SealingCertificate> offered_;
};

TEST_F(RecipientKeysTest, NewestValidOneIsTaken) {
  const TestAgency agency = pki_.IssueAgency("mx-fgr");
  Offer(agency.sealing.certificate);
  Offer(pki_.IssueAgency("mx-fgr").sealing.certificate);
  ASSERT_OK_AND_ASSIGN(const certs::Certificate chosen, Choose());
  EXPECT_EQ(chosen.key_id(), agency.sealing.certificate.key_id());
}

TEST_F(RecipientKeysTest, ExpiredOnesArePassedOver) {
  Offer(pki_.IssueSealing(pki_.AgencyUri("mx-fgr", "main"), absl::Hours(1)).certificate);
  const TestAgency good = pki_.IssueAgency("mx-fgr");
  pki_.SetNow(pki_.now() + absl::Hours(2));
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("mx-fgr")));
  Offer(good.sealing.certificate);
  EXPECT_THAT(Choose(), IsOk());
}

TEST_F(RecipientKeysTest, CertificateOfAnotherAgencyStopsEverything) {
  Offer(pki_.IssueAgency("mx-cartel").sealing.certificate);
  Offer(pki_.IssueAgency("mx-fgr").sealing.certificate);
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("belongs to")));
}

TEST_F(RecipientKeysTest, CertificateOfAnotherAuthorityStopsEverything) {
  TestPki other;
  Offer(other.IssueAgency("mx-fgr").sealing.certificate);
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("refused")));
}

TEST_F(RecipientKeysTest, TlsCertificateIsNotForSealing) {
  Offer(pki_.IssueAgency("mx-fgr").tls.certificate);
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kDataLoss));
}

TEST_F(RecipientKeysTest, KeyIdMustBeTheKeys) {
  Offer(pki_.IssueAgency("mx-fgr").sealing.certificate);
  offered_.Mutable(0)->set_key_id(std::string(32, 'k'));
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kDataLoss, HasSubstr("another key")));
}

TEST_F(RecipientKeysTest, NoneAtAllSaysWhatIsMissing) {
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kUnavailable, HasSubstr("enrol")));
}

TEST_F(RecipientKeysTest, VerifierComesFromTheKeystore) {
  TemporaryFolder folder;
  FakeRandom random;
  const auto keystore = NewKeystore(pki_, folder.path(), "mx-uep", "main", random);
  ASSERT_OK_AND_ASSIGN(const auto verifier, VerifierOf(*keystore));
  EXPECT_THAT(verifier->Verify(pki_.IssueAgency("mx-fgr").sealing.certificate, {}, certs::Purpose::kSealing,
                               pki_.now()),
              IsOk());
}

TEST_F(RecipientKeysTest, ACertificateOfAnotherIssuerUnderOurRootComesWithIt) {
  AddAuthority(pki_, "next", NewRoot::kNo);
  pki_.authorities().Refresh();
  const auto next = pki_.authorities().members().back().keys;
  const auto csr = certs::ParseSigningRequest(
      "csr", *certs::MakeSigningRequest(*certs::PrivateKey::Generate(), pki_.AgencyUri("mx-fgr", "main")));
  // A minute after the youngest authority's beginning.
  ASSERT_OK_AND_ASSIGN(const certs::Certificate certificate,
                       next->IssueSealing(*csr, pki_.now() + absl::Minutes(1), absl::Hours(1)));
  Offer(certificate);
  EXPECT_THAT(Choose(), StatusIs(absl::StatusCode::kDataLoss)) << "our own chain does not have that issuer";
  offered_.Mutable(0)->set_issuer_der(next->issuing().der());
  EXPECT_THAT(Choose(), IsOk());
}

}  // namespace
}  // namespace enlace::client
