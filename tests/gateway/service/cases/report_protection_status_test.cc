#include "gateway/service/cases/report_protection_status.h"

#include "gateway/base/time_text.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ReportProtectionStatusTest : public GatewayFixture {
 protected:
  ReportProtectionStatusTest() {
    EnrolScene();
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }
  v1::ReportProtectionStatusRequest Request(const std::string& case_id,
                                            v1::ClockEvent act = v1::CLOCK_EVENT_UNSPECIFIED) {
    v1::ReportProtectionStatusRequest request;
    request.set_request_id(NewId());
    request.mutable_key()->set_case_id(case_id);
    request.mutable_status()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
    request.mutable_status()->set_risk(v1::RISK_LEVEL_EXTREME);
    *request.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
    if (act != v1::CLOCK_EVENT_UNSPECIFIED) {
      request.mutable_status()->add_acts()->set_event(act);
      *request.mutable_status()->mutable_acts(0)->mutable_occur_time() = base::ToProto(clock_.Now());
    }
    return request;
  }
  absl::StatusOr<v1::ReportProtectionStatusResponse> Report(
      const std::string& caller, const v1::ReportProtectionStatusRequest& request) {
    return Call(api().report_protection_status, CallerOf(caller), request);
  }
  v1::ClockState StateOfClock(const std::string& rule_id, const std::string& referral_id) {
    const store::v1::CaseState state = StateOf(referral_.case_id());
    for (const v1::Clock& clock : state.clocks()) {
      if (clock.rule_id() == rule_id && clock.referral_id() == referral_id) return clock.state();
    }
    return v1::CLOCK_STATE_UNSPECIFIED;
  }
  v1::Referral referral_;
};

TEST_F(ReportProtectionStatusTest, AReportIsReceiptedAndTold) {
  Accept(referral_, kFederal);
  ASSERT_OK_AND_ASSIGN(const v1::ReportProtectionStatusResponse response,
                       Report(kFederal, Request(referral_.case_id())));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "protection.reported");
  EXPECT_EQ(FeedOf(kSender).back().kind(), v1::FEED_KIND_PROTECTION_REPORTED);
  EXPECT_EQ(StateOf(referral_.case_id()).protections_size(), 1);
}

TEST_F(ReportProtectionStatusTest, AReportedResponseStopsTheClockInTime) {
  Accept(referral_, kFederal);
  clock_.Advance(absl::Hours(3));
  ASSERT_THAT(Report(kFederal, Request(referral_.case_id(), v1::CLOCK_EVENT_RESPONSE_GIVEN)), IsOk());
  EXPECT_EQ(StateOfClock("MX-1", referral_.referral_id()), v1::CLOCK_STATE_MET);
}

TEST_F(ReportProtectionStatusTest, AResponseAfterThreeHoursIsLate) {
  Accept(referral_, kFederal);
  clock_.Advance(absl::Hours(3) + absl::Seconds(1));
  ASSERT_THAT(Report(kFederal, Request(referral_.case_id(), v1::CLOCK_EVENT_RESPONSE_GIVEN)), IsOk());
  EXPECT_EQ(StateOfClock("MX-1", referral_.referral_id()), v1::CLOCK_STATE_MET_LATE);
}

TEST_F(ReportProtectionStatusTest, GrantedMeasuresStartTheirOwnClock) {
  Accept(referral_, kFederal);
  ASSERT_THAT(Report(kFederal, Request(referral_.case_id(), v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED)),
              IsOk());
  EXPECT_EQ(StateOfClock("MX-2", referral_.referral_id()), v1::CLOCK_STATE_RUNNING);
}

TEST_F(ReportProtectionStatusTest, AReportMovesNoClockOfAReferralThatTheUnitHasNoPartIn) {
  Accept(referral_, kFederal);
  // Without a mandate the unit gets no leg of the second referral.
  SetMandate(kFederal, clock_.Now());
  const v1::Referral other = MustSubmit(kSender, Urgent(), {}, referral_.case_id());
  SetMandate(kFederal);
  clock_.Advance(absl::Minutes(1));
  ASSERT_THAT(Report(kFederal, Request(referral_.case_id(), v1::CLOCK_EVENT_RESPONSE_GIVEN)), IsOk());
  EXPECT_EQ(StateOfClock("MX-1", referral_.referral_id()), v1::CLOCK_STATE_MET);
  EXPECT_EQ(StateOfClock("MX-1", other.referral_id()), v1::CLOCK_STATE_RUNNING);
}

TEST_F(ReportProtectionStatusTest, OnlyProtectorsReport) {
  EXPECT_THAT(Report(kFederal, Request(referral_.case_id())), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  EXPECT_THAT(Report(kProsecutor, Request(referral_.case_id())),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Report(kSender, Request(referral_.case_id())), IsOk());
}

TEST_F(ReportProtectionStatusTest, AnExcludedUnitCannotProbe) {
  const v1::Referral hidden = MustSubmit(kSender, Urgent(), {kFederal});
  const uint64_t before = LogSize();
  const absl::Status refused = Report(kFederal, Request(hidden.case_id())).status();
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(LogSize() - before, 1u);
  EXPECT_THAT(Report(kFederal, Request(NoSuchId())), SameRefusalAs(refused));
  EXPECT_EQ(LogSize() - before, 2u);
}

}  // namespace
}  // namespace enlace::service
