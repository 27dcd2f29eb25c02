#include "gateway/service/certificates/change.h"

#include "certs/x509/signing_request.h"
#include "gateway/base/time_text.h"
#include "gateway/store/expiry_rows.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ChangeTest : public GatewayFixture {
 protected:
  ChangeTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  void Renew() {
    const std::string& uri = Keys(kSender).uri;
    v1::RenewRequest request;
    request.set_request_id(NewId());
    request.set_tls_csr_der(*certs::MakeSigningRequest(*certs::PrivateKey::Generate(), uri));
    ASSERT_THAT(Call(api().renew, CallerOf(kSender), request), IsOk());
  }
  absl::optional<store::v1::ExpiryRow> ExpiryOf(v1::CertificateUsage usage) {
    v1::Certificate certificate;
    certificate.set_subject_uri(Keys(kSender).uri);
    certificate.set_usage(usage);
    return *store::ReadExpiry(**store_.Read(), store::ExpiryKey(certificate));
  }
};

TEST_F(ChangeTest, AnEnrolmentTellsTheAgencyOfBothCertificates) {
  const std::vector<v1::FeedItem> notices = CertificateNoticesOf(kSender);
  ASSERT_EQ(notices.size(), 2U);
  EXPECT_EQ(notices[0].certificate().usage(), v1::CERTIFICATE_USAGE_TLS_CLIENT);
  EXPECT_EQ(notices[1].certificate().usage(), v1::CERTIFICATE_USAGE_SEALING);
  for (const v1::FeedItem& notice : notices) {
    EXPECT_EQ(notice.certificate().change(), v1::CERTIFICATE_CHANGE_ISSUED);
    EXPECT_EQ(notice.certificate().unit_id(), "main");
    EXPECT_EQ(notice.actor().agency_id(), kSender);
    const store::v1::Record issued = RecordAt(notice.certificate().trust_log_index(), v1::LOG_ID_TRUST);
    EXPECT_EQ(issued.event().certificate_issued().serial(), notice.certificate().serial());
    const store::v1::Record told = RecordAt(notice.position());
    EXPECT_EQ(told.event_type(), "certificate.noticed");
    EXPECT_TRUE(told.request_id().empty());
  }
}

TEST_F(ChangeTest, ARenewalIsToldAndIsWhatTheAgencyIsWarnedOf) {
  clock_.Advance(absl::Hours(24));
  Renew();
  const std::vector<v1::FeedItem> notices = CertificateNoticesOf(kSender);
  ASSERT_EQ(notices.size(), 3U);
  EXPECT_EQ(ExpiryOf(v1::CERTIFICATE_USAGE_TLS_CLIENT)->serial(), notices[2].certificate().serial());
  EXPECT_EQ(ExpiryOf(v1::CERTIFICATE_USAGE_SEALING)->serial(), Keys(kSender).sealing.serial());
}

TEST_F(ChangeTest, AnAdministratorsCertificateIsOnRecordAndInNoFeed) {
  const uint64_t before = LogSize();
  v1::CreateEnrollmentTokenRequest token;
  token.set_request_id(NewId());
  token.set_administrator("bea");
  ASSERT_OK_AND_ASSIGN(const auto made, Call(api().create_enrollment_token, Administrator(), token));
  v1::EnrollRequest enroll;
  enroll.set_token(made.token());
  enroll.set_tls_csr_der(*certs::MakeSigningRequest(*certs::PrivateKey::Generate(),
                                                    identity::AdministratorUri(kTrustDomain, "bea")));
  ASSERT_THAT(Call(api().enroll, identity::Caller(), enroll), IsOk());
  EXPECT_EQ(LogSize(), before);
}

TEST_F(ChangeTest, TheHolderIsReadFromTheUriAlone) {
  v1::Certificate certificate;
  certificate.set_subject_uri("spiffe://mx.enlace.test/agency/uep/main");
  EXPECT_EQ(HolderOf(certificate).agency_id, "uep");
  EXPECT_EQ(HolderOf(certificate).unit_id, "main");
  for (const char* uri :
       {"", "spiffe://", "https://mx.enlace.test/agency/uep/main", "spiffe://x/agency/uep"}) {
    certificate.set_subject_uri(uri);
    EXPECT_EQ(HolderOf(certificate).kind, identity::Caller::Kind::kAnonymous) << uri;
  }
}

}  // namespace
}  // namespace enlace::service
