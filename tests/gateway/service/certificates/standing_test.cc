#include "gateway/service/certificates/standing.h"

#include <gtest/gtest.h>

#include "gateway/base/time_text.h"

namespace enlace::service {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);
constexpr absl::Duration kDay = absl::Hours(24);

v1::Certificate Certificate(const std::string& serial, absl::Duration life) {
  v1::Certificate out;
  out.set_serial(serial);
  out.set_subject_uri("spiffe://x/agency/uep/main");
  out.set_usage(v1::CERTIFICATE_USAGE_TLS_CLIENT);
  *out.mutable_not_before() = base::ToProto(kNow);
  *out.mutable_not_after() = base::ToProto(kNow + life);
  return out;
}

identity::CertificateStanding Last(const identity::Roster& roster) {
  const LastCertificates last = LastOfEach(roster);
  EXPECT_EQ(last.size(), 1U);
  return last.begin()->second;
}

TEST(StandingTest, TheOneThatEndsLastCountsUnlessItIsRevoked) {
  identity::Roster roster;
  roster.Put(Certificate("aa", 7 * kDay));
  v1::Certificate later = Certificate("bb", 9 * kDay);
  roster.Put(later);
  EXPECT_EQ(Last(roster).serial, "bb");
  *later.mutable_revoke_time() = base::ToProto(kNow);
  roster.Put(later);
  EXPECT_EQ(Last(roster).serial, "aa");
}

TEST(StandingTest, ItEndsSoonFromItsFirstWarningOn) {
  identity::Roster roster;
  roster.Put(Certificate("aa", 365 * kDay));
  EXPECT_FALSE(EndsSoon(Last(roster), kNow + 334 * kDay));
  EXPECT_TRUE(EndsSoon(Last(roster), kNow + 335 * kDay));
  EXPECT_TRUE(EndsSoon(Last(roster), kNow + 1000 * kDay));
}

TEST(StandingTest, InForceIsNeitherRevokedNorOver) {
  identity::Roster roster;
  roster.Put(Certificate("aa", kDay));
  identity::CertificateStanding one = Last(roster);
  EXPECT_TRUE(IsInForce(one, kNow));
  EXPECT_FALSE(IsInForce(one, kNow + kDay));
  one.revoked = true;
  EXPECT_FALSE(IsInForce(one, kNow));
}

TEST(StandingTest, NamesTheAgencyAndNoAdministrator) {
  identity::CertificateStanding one;
  one.subject_uri = "spiffe://x/agency/uep/main";
  EXPECT_EQ(AgencyOf(one), "uep");
  one.subject_uri = "spiffe://x/admin/ana";
  EXPECT_EQ(AgencyOf(one), "");
}

}  // namespace
}  // namespace enlace::service
