#include "gateway/clock/certificate_expiry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "gateway/base/time_text.h"

namespace enlace::clock {
namespace {

using ::testing::ElementsAre;

const absl::Time kStart = absl::FromUnixSeconds(1768478400);
constexpr absl::Duration kDay = absl::Hours(24);

v1::Certificate Certificate(const std::string& serial, absl::Time end, bool revoked = false) {
  v1::Certificate certificate;
  certificate.set_serial(serial);
  *certificate.mutable_not_before() = base::ToProto(kStart);
  *certificate.mutable_not_after() = base::ToProto(end);
  if (revoked) *certificate.mutable_revoke_time() = base::ToProto(kStart);
  return certificate;
}

TEST(CertificateExpiryTest, ALongLifeIsWarnedOfAtFixedDays) {
  const absl::Time end = kStart + 365 * kDay;
  EXPECT_THAT(ExpiryWarnings(kStart, end),
              ElementsAre(end - 30 * kDay, end - 14 * kDay, end - 7 * kDay, end - 3 * kDay, end - kDay, end));
}

TEST(CertificateExpiryTest, AShortLifeIsWarnedOfWhenRenewalShouldHaveHappened) {
  const absl::Time end = kStart + 7 * kDay;
  const std::vector<absl::Time> times = ExpiryWarnings(kStart, end);
  ASSERT_EQ(times.size(), 3U);
  // After the last moment of a renewal by itself, which starts at two thirds.
  EXPECT_GT(times[0], kStart + 7 * kDay * (2.0 / 3 + 0.05));
  EXPECT_LT(times[0], kStart + 7 * kDay * 0.75);
  EXPECT_EQ(times[1], end - kDay);
  EXPECT_EQ(times[2], end);
}

TEST(CertificateExpiryTest, ALifeOfThirtyDaysIsShortAlthoughItIsBackdated) {
  const absl::Time end = kStart + 30 * kDay + absl::Minutes(1);
  const std::vector<absl::Time> times = ExpiryWarnings(kStart, end);
  ASSERT_EQ(times.size(), 4U);
  EXPECT_EQ(times[1], end - 3 * kDay);
}

TEST(CertificateExpiryTest, ALifeOfAnHourHasOneMarkAndItsEnd) {
  EXPECT_EQ(ExpiryWarnings(kStart, kStart + absl::Hours(1)).size(), 2U);
}

TEST(CertificateExpiryTest, EachWarningIsGivenOnceAndMissedOnesAreOne) {
  store::v1::ExpiryRow row = *ExpiryAfter(absl::nullopt, Certificate("aa", kStart + 365 * kDay), {}, kStart);
  const absl::Time end = kStart + 365 * kDay;
  EXPECT_EQ(DueExpiryWarning(row, end - 31 * kDay), absl::nullopt);
  EXPECT_EQ(NextExpiryWarning(row), end - 30 * kDay);
  EXPECT_EQ(DueExpiryWarning(row, end - 10 * kDay), end - 14 * kDay);
  *row.mutable_warned_time() = base::ToProto(end - 14 * kDay);
  EXPECT_EQ(DueExpiryWarning(row, end - 10 * kDay), absl::nullopt);
  EXPECT_EQ(NextExpiryWarning(row), end - 7 * kDay);
  *row.mutable_warned_time() = base::ToProto(end);
  EXPECT_EQ(NextExpiryWarning(row), absl::nullopt);
}

TEST(CertificateExpiryTest, ALaterCertificateTakesTheEarlierOnesPlace) {
  const auto first = ExpiryAfter(absl::nullopt, Certificate("aa", kStart + kDay), {}, kStart);
  const auto second = ExpiryAfter(first, Certificate("bb", kStart + 2 * kDay), {}, kStart);
  EXPECT_EQ(second->serial(), "bb");
  EXPECT_EQ(ExpiryAfter(second, Certificate("cc", kStart + kDay), {}, kStart)->serial(), "bb");
}

TEST(CertificateExpiryTest, RevokingTheLastOneBringsTheOneBeforeItBack) {
  const v1::Certificate old = Certificate("aa", kStart + kDay);
  const v1::Certificate gone = Certificate("bb", kStart + 2 * kDay, /*revoked=*/true);
  const auto before = ExpiryAfter(absl::nullopt, Certificate("bb", kStart + 2 * kDay), {}, kStart);
  EXPECT_EQ(ExpiryAfter(before, gone, {old, gone}, kStart)->serial(), "aa");
  // Not one that has ended by then, and nothing if there is none.
  EXPECT_EQ(ExpiryAfter(before, gone, {old, gone}, kStart + kDay), absl::nullopt);
  EXPECT_EQ(ExpiryAfter(before, gone, {gone}, kStart), absl::nullopt);
}

TEST(CertificateExpiryTest, RevokingAnEarlierOneChangesNothing) {
  const auto before = ExpiryAfter(absl::nullopt, Certificate("bb", kStart + 2 * kDay), {}, kStart);
  EXPECT_EQ(ExpiryAfter(before, Certificate("aa", kStart + kDay, true), {}, kStart)->serial(), "bb");
}

}  // namespace
}  // namespace enlace::clock
