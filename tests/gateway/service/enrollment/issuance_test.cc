#include "gateway/service/enrollment/issuance.h"

#include "certs/x509/signing_request.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class IssuanceTest : public GatewayFixture {
 protected:
  const std::string agency_ = identity::AgencyUri(kTrustDomain, kSender, "main");
  const std::string admin_ = identity::AdministratorUri(kTrustDomain, "ana");
  static std::string Csr(const std::string& uri) {
    return *certs::MakeSigningRequest(*certs::PrivateKey::Generate(), uri);
  }
};

TEST_F(IssuanceTest, AnAgencyGetsOneCertificateOfEachUsage) {
  ASSERT_OK_AND_ASSIGN(const Issuance issuance,
                       Issue(core(), agency_, Csr(agency_), Csr(agency_), CsrForm::kBothKeys));
  ASSERT_EQ(issuance.rows.size(), 2u);
  EXPECT_EQ(issuance.rows[0].usage(), v1::CERTIFICATE_USAGE_TLS_CLIENT);
  EXPECT_EQ(issuance.rows[1].usage(), v1::CERTIFICATE_USAGE_SEALING);
  ASSERT_OK_AND_ASSIGN(const certs::Certificate sealing,
                       certs::Certificate::FromDer(issuance.rows[1].certificate_der()));
  EXPECT_TRUE(sealing.allows_sealing());
  EXPECT_FALSE(sealing.allows_tls_client());
}

TEST_F(IssuanceTest, AdministratorsHaveNoSealingCertificate) {
  EXPECT_EQ(base::FieldOf(Issue(core(), admin_, Csr(admin_), Csr(admin_), CsrForm::kBothKeys).status()),
            "sealing_csr_der");
  EXPECT_THAT(Issue(core(), admin_, Csr(admin_), "", CsrForm::kBothKeys), IsOk());
}

TEST_F(IssuanceTest, MalformedAndForeignRequestsNameTheField) {
  EXPECT_THAT(Issue(core(), agency_, "garbage", Csr(agency_), CsrForm::kBothKeys),
              ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_THAT(Issue(core(), agency_, Csr(agency_), Csr(admin_), CsrForm::kBothKeys),
              ReasonIs(v1::ERROR_REASON_CSR_REFUSED));
  EXPECT_FALSE(Issue(core(), "spiffe://other.test/agency/aa/main", Csr(agency_), "", CsrForm::kTlsKey).ok());
}

TEST_F(IssuanceTest, WhatWasNotRecordedIsUnknownToTheGateway) {
  ASSERT_OK_AND_ASSIGN(const Issuance issuance,
                       Issue(core(), agency_, Csr(agency_), Csr(agency_), CsrForm::kBothKeys));
  ASSERT_OK_AND_ASSIGN(const certs::Certificate tls,
                       certs::Certificate::FromDer(issuance.rows[0].certificate_der()));
  EXPECT_THAT(identifier_->Identify(tls.ToPem()), ReasonIs(v1::ERROR_REASON_CERTIFICATE_UNKNOWN));
}

TEST_F(IssuanceTest, EitherKeyComesAlone) {
  ASSERT_OK_AND_ASSIGN(const Issuance tls, Issue(core(), agency_, Csr(agency_), "", CsrForm::kEitherKey));
  ASSERT_OK_AND_ASSIGN(const Issuance sealing, Issue(core(), agency_, "", Csr(agency_), CsrForm::kEitherKey));
  EXPECT_EQ(tls.rows.size() + sealing.rows.size(), 2u);
  EXPECT_EQ(base::FieldOf(Issue(core(), agency_, "", "", CsrForm::kEitherKey).status()), "tls_csr_der");
  EXPECT_EQ(base::FieldOf(Issue(core(), admin_, "", Csr(admin_), CsrForm::kEitherKey).status()),
            "sealing_csr_der");
}

TEST_F(IssuanceTest, OnlyUnitsOfTheEntryAreEntered) {
  RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  ASSERT_OK_AND_ASSIGN(const auto reader, state_.Read());
  const std::pair<std::string, bool> rows[] = {{agency_, true},
                                               {identity::AgencyUri(kTrustDomain, kSender, "another"), false},
                                               {identity::AgencyUri(kTrustDomain, "nobody", "main"), false},
                                               {admin_, true}};
  for (const auto& [uri, is_entered] : rows) {
    identity::Caller holder;
    ASSERT_THAT(identity::ParseIdentityUri(uri, kTrustDomain, &holder), IsOk());
    EXPECT_EQ(IsEntered(*reader, holder).value_or(!is_entered), is_entered) << uri;
  }
}

}  // namespace
}  // namespace enlace::service
