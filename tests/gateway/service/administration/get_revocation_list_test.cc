#include "gateway/service/administration/get_revocation_list.h"

#include <openssl/x509.h>

#include "certs/x509/openssl_ptr.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class GetRevocationListTest : public GatewayFixture {
 protected:
  GetRevocationListTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
    v1::RevokeCertificateRequest revoke;
    revoke.set_request_id(NewId());
    revoke.set_serial(Keys(kSender).tls.serial());
    revoke.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
    EXPECT_THAT(Call(api().revoke_certificate, Administrator(), revoke), IsOk());
  }
  certs::CrlPtr List() {
    const auto response = Call(api().get_revocation_list, Administrator(), v1::GetRevocationListRequest());
    EXPECT_THAT(response, IsOk());
    const auto* data = reinterpret_cast<const unsigned char*>(response->crl_der().data());
    return certs::CrlPtr(d2i_X509_CRL(nullptr, &data, static_cast<long>(response->crl_der().size())));
  }
  static bool Lists(X509_CRL* crl, const certs::Certificate& certificate) {
    X509_REVOKED* entry = nullptr;
    return X509_CRL_get0_by_cert(crl, &entry, static_cast<X509*>(certificate.native())) == 1;
  }
};

TEST_F(GetRevocationListTest, ListsRevokedCertificatesUnderTheAuthoritysSignature) {
  const certs::CrlPtr crl = List();
  ASSERT_NE(crl, nullptr);
  auto* issuing = static_cast<X509*>(pki_.authority().issuing().native());
  EXPECT_EQ(X509_CRL_verify(crl.get(), X509_get0_pubkey(issuing)), 1);
  EXPECT_TRUE(Lists(crl.get(), Keys(kSender).tls));
  EXPECT_FALSE(Lists(crl.get(), Keys(kSender).sealing));
}

TEST_F(GetRevocationListTest, ExpiredCertificatesLeaveTheList) {
  clock_.SetTime(Keys(kSender).tls.not_after());
  const certs::CrlPtr crl = List();
  ASSERT_NE(crl, nullptr);
  EXPECT_FALSE(Lists(crl.get(), Keys(kSender).tls));
}

TEST_F(GetRevocationListTest, OnlyAdministratorsAsk) {
  EXPECT_THAT(Call(api().get_revocation_list, identity::Caller(), v1::GetRevocationListRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
