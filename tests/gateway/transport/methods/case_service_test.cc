#include "enlace/v1/case_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class CaseServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::CaseService::Stub> stub_ = v1::CaseService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(CaseServiceTest, GetCaseStatusReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::GetCaseStatus).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.get_case_status.calls(), 1);
  EXPECT_EQ(door_.services.get_case_status.last().uri, agency_.uri);
}

TEST_F(CaseServiceTest, BatchGetCaseStatusReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::BatchGetCaseStatus).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.batch_get_case_status.calls(), 1);
  EXPECT_EQ(door_.services.batch_get_case_status.last().uri, agency_.uri);
}

TEST_F(CaseServiceTest, ReportInvestigationStatusReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::ReportInvestigationStatus).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.report_investigation_status.calls(), 1);
  EXPECT_EQ(door_.services.report_investigation_status.last().uri, agency_.uri);
}

TEST_F(CaseServiceTest, ReportProtectionStatusReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::ReportProtectionStatus).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.report_protection_status.calls(), 1);
  EXPECT_EQ(door_.services.report_protection_status.last().uri, agency_.uri);
}

TEST_F(CaseServiceTest, LinkNativeNumberReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::LinkNativeNumber).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.link_native_number.calls(), 1);
  EXPECT_EQ(door_.services.link_native_number.last().uri, agency_.uri);
}

TEST_F(CaseServiceTest, AdvanceMeasureReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::AdvanceMeasure).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.advance_measure.calls(), 1);
  EXPECT_EQ(door_.services.advance_measure.last().uri, agency_.uri);
}

TEST_F(CaseServiceTest, WithdrawConsentReachesItsHandler) {
  EXPECT_EQ(Call(&v1::CaseService::Stub::WithdrawConsent).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.withdraw_consent.calls(), 1);
  EXPECT_EQ(door_.services.withdraw_consent.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
