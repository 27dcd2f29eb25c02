#include "enlace/v1/administration_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class AdministrationServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::AdministrationService::Stub> stub_ =
      v1::AdministrationService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(AdministrationServiceTest, CreateAgencyReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::CreateAgency).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.create_agency.calls(), 1);
  EXPECT_EQ(door_.services.create_agency.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, UpdateAgencyReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::UpdateAgency).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.update_agency.calls(), 1);
  EXPECT_EQ(door_.services.update_agency.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, SuspendAgencyReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::SuspendAgency).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.suspend_agency.calls(), 1);
  EXPECT_EQ(door_.services.suspend_agency.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, ReinstateAgencyReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::ReinstateAgency).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.reinstate_agency.calls(), 1);
  EXPECT_EQ(door_.services.reinstate_agency.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, CreateEnrollmentTokenReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::CreateEnrollmentToken).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.create_enrollment_token.calls(), 1);
  EXPECT_EQ(door_.services.create_enrollment_token.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, ListCertificatesReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::ListCertificates).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_certificates.calls(), 1);
  EXPECT_EQ(door_.services.list_certificates.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, RevokeCertificateReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::RevokeCertificate).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.revoke_certificate.calls(), 1);
  EXPECT_EQ(door_.services.revoke_certificate.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, GetRevocationListReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::GetRevocationList).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_revocation_list.calls(), 1);
  EXPECT_EQ(door_.services.get_revocation_list.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, ListConnectionsReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::ListConnections).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_connections.calls(), 1);
  EXPECT_EQ(door_.services.list_connections.last().uri, agency_.uri);
}

TEST_F(AdministrationServiceTest, CutConnectionsReachesItsHandler) {
  EXPECT_EQ(Call(&v1::AdministrationService::Stub::CutConnections).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.cut_connections.calls(), 1);
  EXPECT_EQ(door_.services.cut_connections.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
