#include "gateway/service/administration/revoke_certificate.h"

#include "gateway/base/time_text.h"
#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class RevokeCertificateTest : public GatewayFixture {
 protected:
  RevokeCertificateTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  absl::StatusOr<v1::RevokeCertificateResponse> Revoke(const std::string& serial) {
    v1::RevokeCertificateRequest request;
    request.set_request_id(NewId());
    request.set_serial(serial);
    request.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
    return Call(api().revoke_certificate, Administrator(), request);
  }
};

TEST_F(RevokeCertificateTest, TheCertificateIsRefusedWithTheNextCall) {
  const identity::Caller caller = CallerOf(kSender);
  ASSERT_OK_AND_ASSIGN(const v1::RevokeCertificateResponse response, Revoke(Keys(kSender).tls.serial()));
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
  EXPECT_THAT(identifier_->StillGood(caller), ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "certificate.revoked");
}

TEST_F(RevokeCertificateTest, TheFirstRevocationStands) {
  ASSERT_OK_AND_ASSIGN(const v1::RevokeCertificateResponse first, Revoke(Keys(kSender).tls.serial()));
  clock_.Advance(absl::Hours(1));
  ASSERT_OK_AND_ASSIGN(const v1::RevokeCertificateResponse second, Revoke(Keys(kSender).tls.serial()));
  EXPECT_EQ(second.certificate().revoke_time().seconds(), first.certificate().revoke_time().seconds());
}

TEST_F(RevokeCertificateTest, ARevokedSealingKeyIsNoLongerOffered) {
  ASSERT_THAT(Revoke(Keys(kSender).sealing.serial()), IsOk());
  v1::GetAgencyRequest get;
  get.set_agency_id(kSender);
  ASSERT_OK_AND_ASSIGN(const v1::GetAgencyResponse agency, Call(api().get_agency, CallerOf(kSender), get));
  EXPECT_EQ(agency.agency().sealing_certificates_size(), 0);
}

TEST_F(RevokeCertificateTest, TheHolderIsToldInItsFeedAndTheStateFollowsFromTheRecords) {
  ASSERT_OK_AND_ASSIGN(const v1::RevokeCertificateResponse response, Revoke(Keys(kSender).tls.serial()));
  const std::vector<v1::FeedItem> notices = CertificateNoticesOf(kSender);
  ASSERT_EQ(notices.size(), 3U);  // Two were issued before.
  EXPECT_EQ(notices[2].certificate().change(), v1::CERTIFICATE_CHANGE_REVOKED);
  EXPECT_EQ(notices[2].certificate().serial(), Keys(kSender).tls.serial());
  EXPECT_FALSE(notices[2].has_actor());
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(notices[2].certificate().trust_log_index(), proven.index);
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
  EXPECT_THAT(report.comparison.problems, ::testing::IsEmpty());
}

TEST_F(RevokeCertificateTest, ASecondRevocationTellsNobody) {
  ASSERT_THAT(Revoke(Keys(kSender).tls.serial()), IsOk());
  ASSERT_THAT(Revoke(Keys(kSender).tls.serial()), IsOk());
  EXPECT_EQ(CertificateNoticesOf(kSender).size(), 3U);
}

TEST_F(RevokeCertificateTest, ItSaysUntilWhenItCanBeTakenBack) {
  ASSERT_OK_AND_ASSIGN(const v1::RevokeCertificateResponse response, Revoke(Keys(kSender).tls.serial()));
  EXPECT_EQ(base::FromProto(response.certificate().undo_until()),
            base::FromProto(response.certificate().revoke_time()) + absl::Minutes(10));
}

TEST_F(RevokeCertificateTest, UnknownSerialsAreNotFound) {
  EXPECT_THAT(Revoke("abcdef"), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(base::FieldOf(Revoke("").status()), "serial");
}

}  // namespace
}  // namespace enlace::service
