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

}  // namespace
}  // namespace enlace::service
