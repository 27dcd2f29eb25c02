#include "client/server_probe.h"

#include "tests/client/fake_gateway.h"

namespace enlace::client {
namespace {

TEST(ServerProbeTest, ShowsWhatAGatewayPresents) {
  TestPki pki("mx.enlace.test", absl::Now());
  FakeGateway gateway(pki);
  const ServerProbe probe = ProbeServer(gateway.mutual(), "", absl::Seconds(10), base::SystemClock());
  EXPECT_THAT(probe.name, IsOk());
  EXPECT_THAT(probe.tcp, IsOk());
  EXPECT_THAT(probe.tls, IsOk());
  EXPECT_EQ(probe.tls_version, "TLSv1.3");
  ASSERT_FALSE(probe.chain.empty());
  EXPECT_TRUE(CertificateNames(probe.chain.front(), "127.0.0.1"));
  EXPECT_FALSE(CertificateNames(probe.chain.front(), "enlace.example.gob"));
  EXPECT_TRUE(probe.http2);
}

TEST(ServerProbeTest, TellsThePortForAgenciesFromTheOneForEnrolment) {
  TestPki pki("mx.enlace.test", absl::Now());
  FakeGateway gateway(pki);
  EXPECT_TRUE(ProbeServer(gateway.mutual(), "", absl::Seconds(10), base::SystemClock()).asks_certificate);
  EXPECT_FALSE(
      ProbeServer(gateway.enrollment(), "", absl::Seconds(10), base::SystemClock()).asks_certificate);
}

TEST(ServerProbeTest, KnowsNothingOfTheClockOfAServerThatTellsNone) {
  TestPki pki("mx.enlace.test", absl::Now());
  FakeGateway gateway(pki);  // gRPC's server speaks no HTTP/1.1.
  EXPECT_FALSE(
      ProbeServer(gateway.mutual(), "", absl::Seconds(10), base::SystemClock()).clock_ahead.has_value());
}

TEST(ServerProbeTest, TellsAClosedPortFromAnUnknownName) {
  ServerProbe probe = ProbeServer({"127.0.0.1", 1}, "", absl::Seconds(10), base::SystemClock());
  EXPECT_THAT(probe.name, IsOk());
  EXPECT_THAT(probe.tcp, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(probe.tls, StatusIs(absl::StatusCode::kCancelled));
  probe = ProbeServer({"name-of-nobody.invalid", 1}, "", absl::Seconds(10), base::SystemClock());
  EXPECT_THAT(probe.name, StatusIs(absl::StatusCode::kNotFound));
}

TEST(ServerProbeTest, NamesCountInAnyCaseAndAsAWhole) {
  TestPki pki;
  const certs::Certificate certificate = pki.IssueServer({"gw.enlace.test", "192.0.2.1"}).certificate;
  EXPECT_TRUE(CertificateNames(certificate, "GW.enlace.test"));
  EXPECT_TRUE(CertificateNames(certificate, "192.0.2.1"));
  EXPECT_FALSE(CertificateNames(certificate, "enlace.test"));
  EXPECT_FALSE(CertificateNames(certificate, "a.gw.enlace.test"));
}

}  // namespace
}  // namespace enlace::client
