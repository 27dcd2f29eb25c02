#include "gateway/service/cases/report_investigation_status.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ReportInvestigationStatusTest : public GatewayFixture {
 protected:
  ReportInvestigationStatusTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  v1::ReportInvestigationStatusRequest Request(const std::string& case_id) {
    v1::ReportInvestigationStatusRequest request;
    request.set_request_id(NewId());
    request.mutable_key()->set_case_id(case_id);
    request.mutable_status()->set_stage(v1::INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION);
    request.mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
    *request.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
    request.set_officer_pseudonym("officer-1");
    return request;
  }
  absl::StatusOr<v1::ReportInvestigationStatusResponse> Report(const std::string& caller,
                                                               const std::string& case_id) {
    return Call(api().report_investigation_status, CallerOf(caller), Request(case_id));
  }
  v1::Referral referral_;
};

TEST_F(ReportInvestigationStatusTest, AReportIsReceiptedSeenAndTold) {
  Accept(referral_, kProsecutor);
  ASSERT_OK_AND_ASSIGN(const v1::ReportInvestigationStatusResponse response,
                       Report(kProsecutor, referral_.case_id()));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_REPORT);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "investigation.reported");
  for (const char* id : {kSender, kFederal, kOmbudsman}) {
    EXPECT_EQ(FeedOf(id).back().kind(), v1::FEED_KIND_INVESTIGATION_REPORTED) << id;
  }
  ASSERT_OK_AND_ASSIGN(const v1::GetCaseStatusResponse status,
                       Call(api().get_case_status, CallerOf(kSender), LookAt(referral_.case_id())));
  ASSERT_EQ(status.status().investigations_size(), 1);
  EXPECT_EQ(status.status().investigations(0).prosecutor().agency_id(), kProsecutor);
}

TEST_F(ReportInvestigationStatusTest, OnlyAnAcceptedLegMakesAReporter) {
  EXPECT_THAT(Report(kProsecutor, referral_.case_id()), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST_F(ReportInvestigationStatusTest, OtherKindsOfAgencyMayNotReport) {
  EXPECT_THAT(Report(kFederal, referral_.case_id()), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Report(kPolice, referral_.case_id()), SameRefusalAs(Report(kPolice, NoSuchId()).status()));
}

TEST_F(ReportInvestigationStatusTest, AStrangerCannotProbe) {
  const uint64_t before = LogSize();
  const absl::Status refused = Report(kStranger, referral_.case_id()).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize() - before, 1u);
  EXPECT_THAT(Report(kStranger, NoSuchId()), SameRefusalAs(refused));
  EXPECT_EQ(LogSize() - before, 2u);
}

TEST_F(ReportInvestigationStatusTest, AnExcludedProsecutorCannotProbe) {
  const v1::Referral hidden = MustSubmit(kSender, Urgent(), {kProsecutor});
  EXPECT_THAT(Report(kProsecutor, hidden.case_id()), SameRefusalAs(Report(kProsecutor, NoSuchId()).status()));
}

TEST_F(ReportInvestigationStatusTest, MalformedReportsNameTheField) {
  v1::ReportInvestigationStatusRequest request = Request(referral_.case_id());
  request.mutable_status()->clear_stage();
  EXPECT_EQ(base::FieldOf(Call(api().report_investigation_status, CallerOf(kProsecutor), request).status()),
            "status.stage");
}

}  // namespace
}  // namespace enlace::service
