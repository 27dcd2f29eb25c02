#include "gateway/service/enrollment/renew.h"

#include "certs/x509/signing_request.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class RenewTest : public GatewayFixture {
 protected:
  RenewTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  v1::RenewRequest Request(const std::string& uri) {
    v1::RenewRequest request;
    request.set_request_id(NewId());
    request.set_tls_csr_der(*certs::MakeSigningRequest(*certs::PrivateKey::Generate(), uri));
    return request;
  }
};

TEST_F(RenewTest, NewCertificatesAreUsableAndTheOldOnesStay) {
  const v1::RenewRequest request = Request(Keys(kSender).uri);
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse response, Call(api().renew, CallerOf(kSender), request));
  ASSERT_OK_AND_ASSIGN(const certs::Certificate tls,
                       certs::Certificate::FromPem(response.certificates().tls_chain_pem()));
  EXPECT_THAT(identifier_->Identify(tls.ToPem()), IsOk());
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()), IsOk());
  EXPECT_TRUE(response.certificates().sealing_chain_pem().empty());
  EXPECT_THAT(VerifyTrust(response.receipt()), IsOk());
}

TEST_F(RenewTest, ARepetitionGetsTheSameCertificate) {
  const v1::RenewRequest request = Request(Keys(kSender).uri);
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse first, Call(api().renew, CallerOf(kSender), request));
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse again, Call(api().renew, CallerOf(kSender), request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
}

TEST_F(RenewTest, NobodyRenewsForAnother) {
  const std::string foreign = identity::AgencyUri(kTrustDomain, kProsecutor, "main");
  EXPECT_THAT(Call(api().renew, CallerOf(kSender), Request(foreign)), ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_FALSE(Call(api().renew, identity::Caller(), Request(foreign)).ok());
}

TEST_F(RenewTest, RenewalIsDueAfterTwoThirdsOfTheLife) {
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse response,
                       Call(api().renew, CallerOf(kSender), Request(Keys(kSender).uri)));
  const int64_t now = absl::ToUnixSeconds(clock_.Now());
  const int64_t life = response.certificates().not_after().seconds() - now;
  EXPECT_EQ(response.certificates().renew_after().seconds() - now, life * 2 / 3);
}

TEST_F(RenewTest, AUnitThatWasTakenOutOfTheEntryIsNotRenewed) {
  v1::UpdateAgencyRequest update;
  update.set_request_id(NewId());
  *update.mutable_agency() = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  update.mutable_agency()->set_unit_ids(0, "another");
  ASSERT_THAT(Call(api().update_agency, Administrator(), update), IsOk());
  const auto refused = Call(api().renew, CallerOf(kSender), Request(Keys(kSender).uri));
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_TRUE(base::IsTold(refused.status()));
}

class EstRenewTest : public RenewTest {
 protected:
  absl::StatusOr<v1::RenewResponse> Renew(const identity::Caller& caller, const v1::RenewRequest& request) {
    return Call(api().est_renew, caller, request);
  }
  // As an EST client says it, who knows of no request_id.
  v1::RenewRequest ForTls(const certs::PrivateKey& key) {
    v1::RenewRequest request;
    request.set_tls_csr_der(*certs::MakeSigningRequest(key, Keys(kSender).uri));
    return request;
  }
  v1::RenewRequest ForSealing(const certs::PrivateKey& key) {
    v1::RenewRequest request;
    request.set_sealing_csr_der(*certs::MakeSigningRequest(key, Keys(kSender).uri));
    return request;
  }
  const certs::PrivateKey key_ = *certs::PrivateKey::Generate();
};

TEST_F(EstRenewTest, EitherKeyIsRenewedAlone) {
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse tls, Renew(CallerOf(kSender), ForTls(key_)));
  EXPECT_TRUE(tls.certificates().sealing_chain_pem().empty());
  EXPECT_THAT(identifier_->Identify(tls.certificates().tls_chain_pem()), IsOk());
  const certs::PrivateKey other = *certs::PrivateKey::Generate();
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse sealing, Renew(CallerOf(kSender), ForSealing(other)));
  EXPECT_TRUE(sealing.certificates().tls_chain_pem().empty());
  ASSERT_OK_AND_ASSIGN(const certs::Certificate certificate,
                       certs::Certificate::FromPem(sealing.certificates().sealing_chain_pem()));
  EXPECT_TRUE(certificate.allows_sealing());
}

TEST_F(EstRenewTest, ARetryGetsTheSameCertificateAndTheNextRenewalAnother) {
  const v1::RenewRequest request = ForTls(key_);
  const identity::Caller caller = CallerOf(kSender);
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse first, Renew(caller, request));
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse again, Renew(caller, request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  // The same file under the certificate that it brought.
  clock_.Advance(absl::Hours(24 * 5));
  ASSERT_OK_AND_ASSIGN(const identity::Caller renewed,
                       identifier_->Identify(first.certificates().tls_chain_pem()));
  ASSERT_OK_AND_ASSIGN(const v1::RenewResponse next, Renew(renewed, request));
  EXPECT_GT(next.certificates().not_after().seconds(), first.certificates().not_after().seconds());
}

TEST_F(EstRenewTest, AKeyServesOneUsage) {
  EXPECT_THAT(Renew(CallerOf(kSender), ForSealing(Keys(kSender).tls_key)),
              ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_THAT(Renew(CallerOf(kSender), ForTls(Keys(kSender).sealing_key)),
              ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_THAT(Renew(CallerOf(kSender), ForTls(Keys(kSender).tls_key)), IsOk());
}

TEST_F(EstRenewTest, NothingToCertifyIsRefused) {
  EXPECT_EQ(base::FieldOf(Renew(CallerOf(kSender), v1::RenewRequest()).status()), "tls_csr_der");
}

}  // namespace
}  // namespace enlace::service
