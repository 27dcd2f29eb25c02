#include "gateway/service/report/get_report.h"

#include "gateway/base/digest.h"
#include "gateway/base/time_text.h"
#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class GetReportTest : public GatewayFixture {
 protected:
  static constexpr char kCouncil[] = "junta-de-gobierno";
  static constexpr char kTransparency[] = "instituto-transparencia";

  GetReportTest() {
    EnrolScene();
    RegisterAgency(kCouncil, v1::AGENCY_KIND_PROTECTION_COUNCIL);
    RegisterAgency(kTransparency, v1::AGENCY_KIND_TRANSPARENCY_BODY);
    for (const char* id : {kCouncil, kTransparency}) EnrolAgency(id);
    core_->smallest_cell = 1;
  }
  // January 2026, in which the fixture's clock stands.
  v1::GetReportRequest Request() {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone("America/Mexico_City", &zone));
    v1::GetReportRequest request;
    request.set_mechanism_id("mx-federal");
    *request.mutable_start_time() = base::ToProto(absl::FromCivil(absl::CivilMonth(2026, 1), zone));
    *request.mutable_end_time() = base::ToProto(absl::FromCivil(absl::CivilMonth(2026, 2), zone));
    request.set_officer_pseudonym("of-7");
    request.set_purpose("monthly-report");
    return request;
  }
  absl::StatusOr<v1::GetReportResponse> Draw(const identity::Caller& caller,
                                             const v1::GetReportRequest& request) {
    return Call(api().get_report, caller, request);
  }
  static uint64_t TotalOf(const v1::Report& report, v1::Breakdown breakdown) {
    for (const v1::ReportTable& table : report.tables()) {
      if (table.breakdown() == breakdown) return table.total().cells(0).value();
    }
    return 999;
  }
};

TEST_F(GetReportTest, CountsWhatStandsInTheStoreAndNamesTheDutyItServes) {
  MustSubmit(kSender, Urgent());
  MustSubmit(kSender, Ordinary());
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse response, Draw(CallerOf(kFederal), Request()));
  EXPECT_EQ(TotalOf(response.report(), v1::BREAKDOWN_PROCEDURE), 2u);
  EXPECT_EQ(TotalOf(response.report(), v1::BREAKDOWN_RESPONSE_TIME), 4u);
  EXPECT_THAT(response.report().duty_ids(), ElementsAre("MX-REP-2"));
  EXPECT_GE(base::FromProto(response.report().as_of_time()), clock_.Now());
}

TEST_F(GetReportTest, EachMechanismsOwnDutiesAreServedByTheirOwnPeriods) {
  const auto duties = [this](const std::string& country, absl::CivilMonth first, int months) {
    std::vector<std::string> ids;
    for (const std::string& id : mechanisms_->Ids()) {
      const mechanism::Mechanism& mechanism = *mechanisms_->Find(id);
      if (mechanism.country() != country) continue;
      absl::TimeZone zone;
      EXPECT_TRUE(absl::LoadTimeZone(mechanism.time_zone(), &zone));
      v1::GetReportRequest request = Request();
      request.set_mechanism_id(id);
      *request.mutable_start_time() = base::ToProto(absl::FromCivil(first, zone));
      *request.mutable_end_time() = base::ToProto(absl::FromCivil(first + months, zone));
      const auto response = Draw(Administrator(), request);
      EXPECT_THAT(response, IsOk());
      if (response.ok())
        ids.assign(response->report().duty_ids().begin(), response->report().duty_ids().end());
    }
    return ids;
  };
  EXPECT_THAT(duties("MX", absl::CivilMonth(2018, 3), 1), ElementsAre("MX-REP-2"));
  EXPECT_THAT(duties("MX", absl::CivilMonth(2017, 1), 12), ElementsAre("MX-REP-1"));
  EXPECT_THAT(duties("HN", absl::CivilMonth(2018, 5), 4), ElementsAre("HN-REP-1"));
  EXPECT_THAT(duties("HN", absl::CivilMonth(2018, 5), 1), IsEmpty());
}

TEST_F(GetReportTest, TheReceiptProvesTheDocumentByItsDigest) {
  MustSubmit(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse response, Draw(CallerOf(kCouncil), Request()));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_REPORT);
  EXPECT_EQ(response.document(), response.report().SerializeAsString());
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "report.drawn");
  EXPECT_EQ(proven.record.event().report_drawn().digest(), base::Sha256({response.document()}));
  EXPECT_EQ(proven.record.event().report_drawn().mechanism_id(), "mx-federal");
  EXPECT_EQ(proven.record.actor().agency_id(), kCouncil);
  EXPECT_EQ(proven.record.officer_pseudonym(), "of-7");
  EXPECT_EQ(proven.record.purpose(), "monthly-report");
  EXPECT_THAT(proven.record.case_id(), IsEmpty());
}

TEST_F(GetReportTest, AdministratorsDrawReportsAndAreOnRecordByName) {
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse response, Draw(Administrator(), Request()));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.administrator(), "ana");
}

TEST_F(GetReportTest, OnlyThoseWhoAnswerForTheMechanismMayDrawIt) {
  for (const char* id : {kFederal, kOmbudsman, kCouncil, kTransparency}) {
    EXPECT_THAT(Draw(CallerOf(id), Request()), IsOk()) << id;
  }
  const uint64_t before = LogSize();
  for (const char* id : {kSender, kProsecutor, kPolice}) {
    EXPECT_THAT(Draw(CallerOf(id), Request()), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED)) << id;
  }
  v1::GetReportRequest foreign = Request();
  foreign.set_mechanism_id("hn-sistema");
  for (const std::string& id : mechanisms_->Ids()) {
    if (mechanisms_->Find(id)->country() == "MX") continue;
    foreign.set_mechanism_id(id);
    EXPECT_THAT(Draw(CallerOf(kOmbudsman), foreign), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED)) << id;
  }
  EXPECT_EQ(LogSize(), before);
}

TEST_F(GetReportTest, ACaseThatTheReaderIsExcludedFromIsCountedLikeAnyOther) {
  MustSubmit(kSender, Urgent(), {kOmbudsman});
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse excluded, Draw(CallerOf(kOmbudsman), Request()));
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse other, Draw(CallerOf(kFederal), Request()));
  v1::Report expected = other.report();
  *expected.mutable_as_of_time() = excluded.report().as_of_time();
  EXPECT_EQ(excluded.document(), expected.SerializeAsString());
}

TEST_F(GetReportTest, SmallNumbersAreLeftOutAsTheGatewayIsSet) {
  core_->smallest_cell = 5;
  MustSubmit(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse response, Draw(CallerOf(kFederal), Request()));
  EXPECT_EQ(response.report().smallest_cell(), 5u);
  for (const v1::ReportTable& table : response.report().tables()) {
    EXPECT_THAT(table.rows(), IsEmpty());
    EXPECT_NE(table.total().cells(0).value(), 1u) << v1::Breakdown_Name(table.breakdown());
  }
}

TEST_F(GetReportTest, NoReportHoldsAnythingOfACaseButItsNumbers) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse response, Draw(CallerOf(kCouncil), Request()));
  for (const std::string& name : {referral.case_id(), referral.referral_id(), referral.short_code()}) {
    EXPECT_EQ(response.SerializeAsString().find(name), std::string::npos) << name;
  }
}

TEST_F(GetReportTest, WrongFieldsAreNamed) {
  v1::GetReportRequest request = Request();
  request.set_mechanism_id("");
  EXPECT_EQ(base::FieldOf(Draw(CallerOf(kFederal), request).status()), "mechanism_id");
  request.set_mechanism_id("atlantis");
  EXPECT_EQ(base::FieldOf(Draw(CallerOf(kFederal), request).status()), "mechanism_id");
  request = Request();
  request.set_purpose("in my own words");
  EXPECT_EQ(base::FieldOf(Draw(CallerOf(kFederal), request).status()), "purpose");
  request = Request();
  request.mutable_end_time()->set_seconds(request.end_time().seconds() + 60);
  EXPECT_EQ(base::FieldOf(Draw(CallerOf(kFederal), request).status()), "end_time");
  request = Request();
  request.set_subdivision("HN-CR");
  EXPECT_EQ(base::FieldOf(Draw(CallerOf(kFederal), request).status()), "subdivision");
}

TEST_F(GetReportTest, TheWriterMayBeBusyWhileCasesAreCounted) {
  MustSubmit(kSender, Urgent());
  auto busy = store_.Begin();
  ASSERT_THAT(busy, IsOk());
  auto answer = Start(api().get_report, CallerOf(kFederal), Request());
  EXPECT_NE(answer.wait_for(std::chrono::seconds(0)), std::future_status::ready);
  busy->reset();
  Pump();
  ASSERT_OK_AND_ASSIGN(const v1::GetReportResponse response, answer.get());
  EXPECT_EQ(TotalOf(response.report(), v1::BREAKDOWN_PROCEDURE), 1u);
}

TEST_F(GetReportTest, WithoutADurableRecordThereIsNoReport) {
  store_.FailNext(Step::kCommit, absl::UnavailableError("disk full"));
  const uint64_t before = LogSize();
  EXPECT_THAT(Draw(CallerOf(kFederal), Request()), StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_EQ(LogSize(), before);
}

TEST_F(GetReportTest, TheRecordsStillLeadToTheStoredState) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  Accept(referral, kFederal);
  ASSERT_THAT(Draw(CallerOf(kFederal), Request()), IsOk());
  ASSERT_THAT(Draw(Administrator(), Request()), IsOk());
  ASSERT_OK_AND_ASSIGN(const ReplayReport replay, Replay(store_));
  EXPECT_EQ(replay.comparison.differences, 0u) << ::testing::PrintToString(replay.comparison.problems);
}

}  // namespace
}  // namespace enlace::service
