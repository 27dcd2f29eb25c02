#include "enlace/v1/directory_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class DirectoryServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::DirectoryService::Stub> stub_ = v1::DirectoryService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(DirectoryServiceTest, ListAgenciesReachesItsHandler) {
  EXPECT_EQ(Call(&v1::DirectoryService::Stub::ListAgencies).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_agencies.calls(), 1);
  EXPECT_EQ(door_.services.list_agencies.last().uri, agency_.uri);
}

TEST_F(DirectoryServiceTest, GetAgencyReachesItsHandler) {
  EXPECT_EQ(Call(&v1::DirectoryService::Stub::GetAgency).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_agency.calls(), 1);
  EXPECT_EQ(door_.services.get_agency.last().uri, agency_.uri);
}

TEST_F(DirectoryServiceTest, ListMechanismsReachesItsHandler) {
  EXPECT_EQ(Call(&v1::DirectoryService::Stub::ListMechanisms).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_mechanisms.calls(), 1);
  EXPECT_EQ(door_.services.list_mechanisms.last().uri, agency_.uri);
}

TEST_F(DirectoryServiceTest, ResolveRecipientsReachesItsHandler) {
  EXPECT_EQ(Call(&v1::DirectoryService::Stub::ResolveRecipients).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.resolve_recipients.calls(), 1);
  EXPECT_EQ(door_.services.resolve_recipients.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
