#include "gateway/service/replay/expiry_replay.h"

#include <gtest/gtest.h>

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/time_text.h"

namespace enlace::service {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1768478400);
constexpr absl::Duration kDay = absl::Hours(24);

v1::Certificate Certificate(const std::string& serial, absl::Duration life) {
  v1::Certificate out;
  out.set_serial(serial);
  out.set_subject_uri("spiffe://x/agency/uep/main");
  out.set_usage(v1::CERTIFICATE_USAGE_TLS_CLIENT);
  *out.mutable_not_before() = base::ToProto(kStart);
  *out.mutable_not_after() = base::ToProto(kStart + life);
  return out;
}

store::v1::Record At(absl::Duration after) {
  store::v1::Record record;
  *record.mutable_record_time() = base::ToProto(kStart + after);
  return record;
}

store::v1::Record Issued(absl::Duration after, const v1::Certificate& certificate) {
  store::v1::Record record = At(after);
  *record.mutable_event()->mutable_certificate_issued() = certificate;
  return record;
}

store::v1::Record Revoked(absl::Duration after, v1::Certificate certificate) {
  store::v1::Record record = At(after);
  *certificate.mutable_revoke_time() = base::ToProto(kStart + after);
  *record.mutable_event()->mutable_certificate_revoked() = std::move(certificate);
  return record;
}

store::v1::Record Warned(absl::Duration after, const std::string& serial) {
  store::v1::Record record = At(after);
  store::v1::CertificateNoticed& noticed = *record.mutable_event()->mutable_certificate_noticed();
  noticed.mutable_notice()->set_serial(serial);
  *noticed.mutable_planned_time() = base::ToProto(kStart + after);
  return record;
}

store::v1::ExpiryRow RowOf(const ExpiryReplay& replay) {
  const ExpiryReplay::Tables tables = replay.Rows();
  store::v1::ExpiryRow row;
  EXPECT_EQ(tables.expiry.size(), 1U);
  const std::string bytes = tables.expiry.empty() ? "" : tables.expiry.begin()->second;
  EXPECT_TRUE(row.ParseFromString(bytes));
  return row;
}

TEST(ExpiryReplayTest, AWarningCountsAlthoughTheCaseLogIsReadFirst) {
  ExpiryReplay replay;
  replay.Add(Warned(5 * kDay, "aa"));
  replay.Add(Issued(absl::ZeroDuration(), Certificate("aa", 7 * kDay)));
  EXPECT_EQ(base::FromProto(RowOf(replay).warned_time()), kStart + 5 * kDay);
  EXPECT_EQ(replay.Rows().due.size(), 1U);
}

TEST(ExpiryReplayTest, ACertificateThatLeadsAgainIsWarnedOfAnew) {
  ExpiryReplay replay;
  replay.Add(Issued(absl::ZeroDuration(), Certificate("aa", 7 * kDay)));
  replay.Add(Warned(5 * kDay, "aa"));
  replay.Add(Issued(5 * kDay + absl::Hours(1), Certificate("bb", 12 * kDay)));
  replay.Add(Revoked(5 * kDay + absl::Hours(2), Certificate("bb", 12 * kDay)));
  EXPECT_EQ(RowOf(replay).serial(), "aa");
  EXPECT_FALSE(RowOf(replay).has_warned_time());
}

TEST(ExpiryReplayTest, NothingIsLeftWhenTheOnlyOneIsRevoked) {
  ExpiryReplay replay;
  replay.Add(Issued(absl::ZeroDuration(), Certificate("aa", 7 * kDay)));
  replay.Add(Revoked(kDay, Certificate("aa", 7 * kDay)));
  EXPECT_TRUE(replay.Rows().expiry.empty());
  EXPECT_TRUE(replay.Rows().due.empty());
}

TEST(ExpiryReplayTest, AdministratorsAreNotWarnedThroughAFeed) {
  v1::Certificate certificate = Certificate("aa", 7 * kDay);
  certificate.set_subject_uri("spiffe://x/admin/ana");
  ExpiryReplay replay;
  replay.Add(Issued(absl::ZeroDuration(), certificate));
  EXPECT_TRUE(replay.Rows().expiry.empty());
}

}  // namespace
}  // namespace enlace::service
