#include "gateway/service/certificates/revocation.h"

#include "gateway/base/time_text.h"
#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);
constexpr absl::Duration kWindow = absl::Minutes(10);

TEST(RevocationTest, TheFirstRevocationStands) {
  v1::Certificate certificate;
  EXPECT_TRUE(MarkRevoked(v1::REVOCATION_REASON_SUPERSEDED, kNow, kWindow, &certificate));
  EXPECT_FALSE(
      MarkRevoked(v1::REVOCATION_REASON_KEY_COMPROMISE, kNow + absl::Hours(1), kWindow, &certificate));
  EXPECT_EQ(certificate.revocation_reason(), v1::REVOCATION_REASON_SUPERSEDED);
  EXPECT_EQ(base::FromProto(certificate.revoke_time()), kNow);
}

TEST(RevocationTest, TheWindowEndsWithItsLastInstant) {
  v1::Certificate certificate;
  MarkRevoked(v1::REVOCATION_REASON_SUPERSEDED, kNow, kWindow, &certificate);
  v1::Certificate late = certificate;
  EXPECT_THAT(MarkReinstated(kNow + kWindow, &late), ReasonIs(v1::ERROR_REASON_REVOCATION_FINAL));
  EXPECT_TRUE(late.has_revoke_time());
  EXPECT_THAT(MarkReinstated(kNow + kWindow - absl::Microseconds(1), &certificate), IsOk());
  EXPECT_EQ(certificate.ByteSizeLong(), 0U);
}

TEST(RevocationTest, WithoutAWindowARevocationIsFinalAtOnce) {
  v1::Certificate certificate;
  MarkRevoked(v1::REVOCATION_REASON_SUPERSEDED, kNow, absl::ZeroDuration(), &certificate);
  EXPECT_THAT(MarkReinstated(kNow, &certificate), ReasonIs(v1::ERROR_REASON_REVOCATION_FINAL));
}

TEST(RevocationTest, ARowFromBeforeThereWasAWindowIsFinal) {
  v1::Certificate certificate;
  *certificate.mutable_revoke_time() = base::ToProto(kNow);
  EXPECT_THAT(MarkReinstated(kNow, &certificate), ReasonIs(v1::ERROR_REASON_REVOCATION_FINAL));
}

TEST(RevocationTest, OnTheListItIsHeldFirstAndThenHasEachOfTheReasons) {
  for (const int reason : {0, 1, 3, 4, 5}) {
    const auto given = static_cast<v1::RevocationReason>(reason);
    EXPECT_EQ(CrlReasonOf(given, kNow + kWindow, kNow), 6);
    EXPECT_EQ(CrlReasonOf(given, kNow + kWindow, kNow + kWindow), reason);
    EXPECT_EQ(CrlReasonOf(given, absl::InfinitePast(), kNow), reason);
  }
}

}  // namespace
}  // namespace enlace::service
