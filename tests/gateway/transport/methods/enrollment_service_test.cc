#include "enlace/v1/enrollment_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class EnrollmentServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::EnrollmentService::Stub> stub_ = v1::EnrollmentService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(EnrollmentServiceTest, EnrollIsNotServedToThoseWhoAreEnrolled) {
  const Outcome outcome = Call(&v1::EnrollmentService::Stub::Enroll);
  EXPECT_EQ(outcome.code, grpc::StatusCode::UNIMPLEMENTED);
  EXPECT_EQ(door_.services.enroll.calls(), 0);
}

TEST_F(EnrollmentServiceTest, RenewReachesItsHandler) {
  EXPECT_EQ(Call(&v1::EnrollmentService::Stub::Renew).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.renew.calls(), 1);
  EXPECT_EQ(door_.services.renew.last().uri, agency_.uri);
}

TEST_F(EnrollmentServiceTest, GetTrustBundleReachesItsHandler) {
  EXPECT_EQ(Call(&v1::EnrollmentService::Stub::GetTrustBundle).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_trust_bundle.calls(), 1);
  EXPECT_EQ(door_.services.get_trust_bundle.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
