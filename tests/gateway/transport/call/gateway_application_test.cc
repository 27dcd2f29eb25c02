#include "gateway/transport/call/gateway_application.h"

#include "tests/gateway/transport/call/call_fixture.h"
#include "tests/gateway/transport/call/fake_responder.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;

class GatewayApplicationTest : public CallTest {
 protected:
  absl::StatusOr<std::unique_ptr<GatewayApplication>> Make(PortKind kind, const service::Services& handlers) {
    return GatewayApplication::New(
        kind, CallOptions(), handlers, &health_,
        [this](const RequestHead& head, Responder*, CallFactory* factory, Loop*) {
          served_ = factory->Find(head.target) != nullptr;
          return std::unique_ptr<Exchange>();
        },
        kind != PortKind::kEnrollment ? &identifier_ : nullptr,
        kind != PortKind::kEnrollment ? &roster_ : nullptr, clock_);
  }
  bool Serves(GatewayApplication* application, absl::string_view path) {
    FakeConnection connection;
    FakeResponder responder;
    const HeaderList headers;
    const auto factory =
        application->Welcome(PeerInfo{"ipv4:127.0.0.1:1", "", HttpVersion::k2}, &loop_, &connection);
    factory->Begin(RequestHead{HttpVersion::k2, "POST", path, "", headers}, &responder);
    return served_;
  }
  Health health_;
  bool served_ = false;
};

constexpr char kReflect[] = "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";

TEST_F(GatewayApplicationTest, TheMutualPortServesContractAndHealth) {
  auto application = *Make(PortKind::kMutual, services_.Handlers());
  EXPECT_TRUE(Serves(application.get(), kAsk));
  EXPECT_TRUE(Serves(application.get(), "/grpc.health.v1.Health/Check"));
  EXPECT_FALSE(Serves(application.get(), kReflect));
  EXPECT_FALSE(Serves(application.get(), "/enlace.v1.EnrollmentService/Enroll"));
  EXPECT_EQ(health_.Of("enlace.v1.CaseService"), true);
}

TEST_F(GatewayApplicationTest, TheAdministrationPortServesReflectionToo) {
  auto application = *Make(PortKind::kAdministration, services_.Handlers());
  EXPECT_TRUE(Serves(application.get(), kAsk));
  EXPECT_TRUE(Serves(application.get(), kReflect));
}

TEST_F(GatewayApplicationTest, TheEnrolmentPortServesNeitherHealthNorReflection) {
  auto application = *Make(PortKind::kEnrollment, services_.Handlers());
  EXPECT_TRUE(Serves(application.get(), "/enlace.v1.EnrollmentService/Enroll"));
  EXPECT_FALSE(Serves(application.get(), "/grpc.health.v1.Health/Check"));
  EXPECT_FALSE(Serves(application.get(), kAsk));
  EXPECT_TRUE(application->CheckPeer("").ok());
}

TEST_F(GatewayApplicationTest, PeersAreCheckedAtTheHandshake) {
  auto application = *Make(PortKind::kMutual, services_.Handlers());
  const TestAgency agency = Enrol("fgr");
  EXPECT_TRUE(application->CheckPeer(agency.tls.certificate.ToPem()).ok());
  Revoke(agency.tls.certificate);
  EXPECT_EQ(base::ReasonOf(application->CheckPeer(agency.tls.certificate.ToPem())),
            v1::ERROR_REASON_CERTIFICATE_REVOKED);
}

TEST_F(GatewayApplicationTest, AHandshakeWithACertificateThatIsNotInTheTrustLogIsRefused) {
  auto application = *Make(PortKind::kMutual, services_.Handlers());
  const TestAgency agency = Enrol("fgr");
  const TestCredential unrecorded = pki_.UnknownToTheGateway("fgr", "main");
  EXPECT_EQ(base::ReasonOf(application->CheckPeer(unrecorded.certificate.ToPem())),
            v1::ERROR_REASON_CERTIFICATE_UNKNOWN);
}

TEST_F(GatewayApplicationTest,
       PagesAreForEverybodyOnTheEnrolmentPortAndForNobodyWithoutCertificateElsewhere) {
  const auto status_of = [this](PortKind kind) {
    const bool mutual = kind != PortKind::kEnrollment;
    auto application =
        *GatewayApplication::New(kind, CallOptions(), services_.Handlers(), &health_, nullptr,
                                 mutual ? &identifier_ : nullptr, mutual ? &roster_ : nullptr, clock_,
                                 {{"/crl", "application/pkix-crl", [] { return std::string("list"); }}});
    FakeConnection connection;
    FakeResponder responder;
    const HeaderList headers;
    const auto factory =
        application->Welcome(PeerInfo{"ipv4:127.0.0.1:1", "", HttpVersion::k2}, &loop_, &connection);
    factory->Begin(RequestHead{HttpVersion::k2, "GET", "/crl", "", headers}, &responder);
    return responder.status;
  };
  EXPECT_EQ(status_of(PortKind::kEnrollment), 200);
  EXPECT_EQ(status_of(PortKind::kAdministration), 403);
}

TEST_F(GatewayApplicationTest, WhatIsMissingKeepsItFromStarting) {
  service::Services handlers = services_.Handlers();
  handlers.withdraw_consent = nullptr;
  EXPECT_THAT(std::string(Make(PortKind::kMutual, handlers).status().message()),
              HasSubstr("WithdrawConsent"));
  EXPECT_EQ(GatewayApplication::New(PortKind::kMutual, CallOptions(), services_.Handlers(), &health_, nullptr,
                                    nullptr, &roster_, clock_)
                .status()
                .code(),
            absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace enlace::transport
