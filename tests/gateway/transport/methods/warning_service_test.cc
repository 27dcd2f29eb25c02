#include "enlace/v1/warning_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class WarningServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::WarningService::Stub> stub_ = v1::WarningService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(WarningServiceTest, IssueWarningReachesItsHandler) {
  EXPECT_EQ(Call(&v1::WarningService::Stub::IssueWarning).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.issue_warning.calls(), 1);
  EXPECT_EQ(door_.services.issue_warning.last().uri, agency_.uri);
}

TEST_F(WarningServiceTest, GetWarningReachesItsHandler) {
  EXPECT_EQ(Call(&v1::WarningService::Stub::GetWarning).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_warning.calls(), 1);
  EXPECT_EQ(door_.services.get_warning.last().uri, agency_.uri);
}

TEST_F(WarningServiceTest, ListWarningsReachesItsHandler) {
  EXPECT_EQ(Call(&v1::WarningService::Stub::ListWarnings).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.list_warnings.calls(), 1);
  EXPECT_EQ(door_.services.list_warnings.last().uri, agency_.uri);
}

TEST_F(WarningServiceTest, AnswerWarningReachesItsHandler) {
  EXPECT_EQ(Call(&v1::WarningService::Stub::AnswerWarning).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.answer_warning.calls(), 1);
  EXPECT_EQ(door_.services.answer_warning.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
