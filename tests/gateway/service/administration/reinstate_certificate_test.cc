#include "gateway/service/administration/reinstate_certificate.h"

#include "gateway/base/time_text.h"
#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;

class ReinstateCertificateTest : public GatewayFixture {
 protected:
  ReinstateCertificateTest() {
    RegisterAgency(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
    EnrolAgency(kSender);
  }
  v1::RevokeCertificateRequest Revocation() {
    v1::RevokeCertificateRequest request;
    request.set_request_id(NewId());
    request.set_serial(Keys(kSender).tls.serial());
    request.set_reason(v1::REVOCATION_REASON_SUPERSEDED);
    return request;
  }
  v1::ReinstateCertificateRequest Request(const std::string& serial) {
    v1::ReinstateCertificateRequest request;
    request.set_request_id(NewId());
    request.set_serial(serial);
    request.set_reason("wrong serial number");
    return request;
  }
  absl::StatusOr<v1::ReinstateCertificateResponse> Reinstate(const std::string& serial) {
    return Call(api().reinstate_certificate, Administrator(), Request(serial));
  }
  void ExpectSoundState() {
    ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
    EXPECT_THAT(report.comparison.problems, IsEmpty());
  }
};

TEST_F(ReinstateCertificateTest, WithinTheWindowTheCertificateIsGoodAgainAndItsHolderIsTold) {
  const identity::Caller caller = CallerOf(kSender);
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), Revocation()), IsOk());
  clock_.Advance(absl::Minutes(9));
  ASSERT_OK_AND_ASSIGN(const auto response, Reinstate(Keys(kSender).tls.serial()));
  EXPECT_FALSE(response.certificate().has_revoke_time());
  EXPECT_FALSE(response.certificate().has_undo_until());
  EXPECT_THAT(identifier_->StillGood(caller), IsOk());
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "certificate.reinstated");
  EXPECT_EQ(proven.record.purpose(), "wrong serial number");
  EXPECT_EQ(CertificateNoticesOf(kSender).back().certificate().change(), v1::CERTIFICATE_CHANGE_REINSTATED);
  ExpectSoundState();
}

TEST_F(ReinstateCertificateTest, AfterTheWindowTheRevocationIsFinal) {
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), Revocation()), IsOk());
  clock_.Advance(absl::Minutes(10) + absl::Seconds(1));
  const auto refused = Reinstate(Keys(kSender).tls.serial());
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_REVOCATION_FINAL));
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
}

TEST_F(ReinstateCertificateTest, ARepeatedRevocationDoesNotUndoTheReinstatement) {
  const v1::RevokeCertificateRequest revocation = Revocation();
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), revocation), IsOk());
  const v1::ReinstateCertificateRequest request = Request(Keys(kSender).tls.serial());
  ASSERT_THAT(Call(api().reinstate_certificate, Administrator(), request), IsOk());
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), revocation), IsOk());
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()), IsOk());
  // And a repeated reinstatement does not undo a revocation that came after it.
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), Revocation()), IsOk());
  ASSERT_THAT(Call(api().reinstate_certificate, Administrator(), request), IsOk());
  EXPECT_THAT(identifier_->Identify(Keys(kSender).tls.ToPem()),
              ReasonIs(v1::ERROR_REASON_CERTIFICATE_REVOKED));
  ExpectSoundState();
}

TEST_F(ReinstateCertificateTest, AGoodCertificateStaysAsItIsAndNobodyIsTold) {
  ASSERT_THAT(Reinstate(Keys(kSender).tls.serial()), IsOk());
  EXPECT_EQ(CertificateNoticesOf(kSender).size(), 2U);
  ExpectSoundState();
}

TEST_F(ReinstateCertificateTest, NamesWhatIsMissingAndKnowsOnlyItsOwn) {
  EXPECT_THAT(Reinstate("abcdef"), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(base::FieldOf(Reinstate("").status()), "serial");
  v1::ReinstateCertificateRequest request = Request("abcdef");
  request.clear_reason();
  EXPECT_EQ(base::FieldOf(Call(api().reinstate_certificate, Administrator(), request).status()), "reason");
  EXPECT_THAT(Call(api().reinstate_certificate, CallerOf(kSender), Request("abcdef")),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
