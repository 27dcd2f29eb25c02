#include "gateway/service/referral/envelope_check.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;

class EnvelopeCheckTest : public GatewayFixture {
 protected:
  EnvelopeCheckTest() { EnrolScene(); }
  absl::Status Check(const v1::SealedPayload& sealed, const std::set<std::string>& allowed) {
    const auto serials = InspectSealed("sealed", sealed);
    if (!serials.ok()) return serials.status();
    return CheckSealedRecipients(**store_.Read(), "sealed", sealed, *serials, allowed, kTrustDomain,
                                 clock_.Now());
  }
  const std::set<std::string> allowed_ = {kSender, kFederal};
};

TEST_F(EnvelopeCheckTest, SealedToThoseAllowedPasses) {
  EXPECT_THAT(Check(SealTo(kSender, {kSender, kFederal}), allowed_), IsOk());
}

TEST_F(EnvelopeCheckTest, RecipientsMustBeListedOneByOneInOrder) {
  v1::SealedPayload sealed = SealTo(kSender, {kSender, kFederal});
  sealed.mutable_recipients()->SwapElements(0, 1);
  EXPECT_THAT(Check(sealed, allowed_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       "sealed.recipients[0]: names another agency or key than the envelope"));
  sealed.mutable_recipients()->RemoveLast();
  EXPECT_THAT(Check(sealed, allowed_), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

TEST_F(EnvelopeCheckTest, ARecipientOutsideIsNamed) {
  EXPECT_THAT(Check(SealTo(kSender, {kSender, kPolice}), allowed_),
              StatusIs(absl::StatusCode::kInvalidArgument, HasSubstr("is none of those whom it is for")));
}

TEST_F(EnvelopeCheckTest, ACertificateOfNoRecordIsRefused) {
  const TestAgency forged = pki_.IssueAgency(kFederal, "main");
  enrolled_.at(kFederal).sealing = forged.sealing.certificate;
  EXPECT_THAT(Check(SealTo(kSender, {kSender, kFederal}), allowed_),
              StatusIs(absl::StatusCode::kInvalidArgument,
                       HasSubstr("is not sealed to a sealing certificate of this gateway")));
}

TEST_F(EnvelopeCheckTest, RevokedAndExpiredCertificatesNeedAFreshSeal) {
  const v1::SealedPayload sealed = SealTo(kSender, {kSender, kFederal});
  v1::RevokeCertificateRequest revoke;
  revoke.set_request_id(NewId());
  revoke.set_serial(Keys(kFederal).sealing.serial());
  revoke.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  ASSERT_THAT(Call(api().revoke_certificate, Administrator(), revoke), IsOk());
  EXPECT_THAT(Check(sealed, allowed_), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
  const v1::SealedPayload own = SealTo(kSender, {kSender});
  EXPECT_THAT(Check(own, allowed_), IsOk());
  clock_.SetTime(Keys(kSender).sealing.not_after());
  EXPECT_THAT(Check(own, allowed_), ReasonIs(v1::ERROR_REASON_ENVELOPE_INVALID));
}

}  // namespace
}  // namespace enlace::service
