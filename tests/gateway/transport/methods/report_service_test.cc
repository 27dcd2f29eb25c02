#include "enlace/v1/report_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class ReportServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::ReportService::Stub> stub_ = v1::ReportService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(ReportServiceTest, GetReportReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReportService::Stub::GetReport).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_report.calls(), 1);
  EXPECT_EQ(door_.services.get_report.last().uri, agency_.uri);
}

TEST_F(ReportServiceTest, GetUnansweredReachesItsHandler) {
  EXPECT_EQ(Call(&v1::ReportService::Stub::GetUnanswered).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_unanswered.calls(), 1);
  EXPECT_EQ(door_.services.get_unanswered.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
