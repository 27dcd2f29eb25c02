#include "gateway/investigation/investigation_report.h"

#include <functional>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::investigation {
namespace {

using referral::Agency;
using referral::CaseIn;
using referral::kNow;
using referral::kRecipient;
using referral::kSender;
using Request = v1::ReportInvestigationStatusRequest;

Request Whole() {
  Request request;
  v1::InvestigationStatus& status = *request.mutable_status();
  status.set_stage(v1::INVESTIGATION_STAGE_TRIAL);
  status.set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
  for (const auto authorship : {v1::AUTHORSHIP_MATERIAL, v1::AUTHORSHIP_INTELLECTUAL}) {
    status.add_authors()->set_authorship(authorship);
    status.mutable_authors(status.authors_size() - 1)->set_progress(v1::AUTHOR_PROGRESS_IDENTIFIED);
  }
  *status.mutable_last_movement_time() = base::ToProto(kNow - absl::Hours(48));
  *status.mutable_as_of_time() = base::ToProto(kNow);
  request.add_acts()->set_event(v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED);
  *request.mutable_acts(0)->mutable_occur_time() = base::ToProto(kNow - absl::Hours(1));
  return request;
}

v1::AgencyRef Prosecutor() { return Agency(kRecipient, v1::AGENCY_KIND_PROSECUTOR); }

TEST(InvestigationReportTest, EveryFaultNamesItsField) {
  struct Fault {
    const char* field;
    std::function<void(Request*)> make;
  };
  const auto future = base::ToProto(kNow + absl::Minutes(6));
  const std::vector<Fault> faults = {
      {"status", [](Request* r) { r->clear_status(); }},
      {"status.stage", [](Request* r) { r->mutable_status()->clear_stage(); }},
      {"status.disposition", [](Request* r) { r->mutable_status()->clear_disposition(); }},
      {"status.authors[1].authorship",
       [](Request* r) { r->mutable_status()->mutable_authors(1)->set_authorship(v1::AUTHORSHIP_MATERIAL); }},
      {"status.authors[0].progress",
       [](Request* r) { r->mutable_status()->mutable_authors(0)->clear_progress(); }},
      {"status.as_of_time", [](Request* r) { r->mutable_status()->clear_as_of_time(); }},
      {"status.as_of_time", [&](Request* r) { *r->mutable_status()->mutable_as_of_time() = future; }},
      {"status.last_movement_time",
       [](Request* r) {
         *r->mutable_status()->mutable_last_movement_time() = base::ToProto(kNow + absl::Seconds(1));
       }},
      {"status.national_stage_code",
       [](Request* r) { r->mutable_status()->set_national_stage_code(std::string(65, 'c')); }},
      {"officer_pseudonym", [](Request* r) { r->set_officer_pseudonym(std::string(65, 'o')); }},
      {"acts[0].event",
       [](Request* r) { r->mutable_acts(0)->set_event(v1::CLOCK_EVENT_MEASURES_IMPLEMENTED); }},
      {"acts[0].occur_time", [](Request* r) { r->mutable_acts(0)->clear_occur_time(); }},
      {"acts[0].occur_time", [&](Request* r) { *r->mutable_acts(0)->mutable_occur_time() = future; }},
  };
  EXPECT_THAT(Validate(Whole(), kNow), IsOk());
  for (const Fault& fault : faults) {
    Request request = Whole();
    fault.make(&request);
    EXPECT_EQ(base::FieldOf(Validate(request, kNow)), fault.field);
  }
}

TEST(InvestigationReportTest, ReportReachesEveryOtherPartyAndItsClocks) {
  const auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  Request request = Whole();
  *request.mutable_status()->mutable_prosecutor() = Agency("somebody-else");
  ASSERT_OK_AND_ASSIGN(const referral::Decision decision, Report(state, Prosecutor(), request, kNow));
  ASSERT_EQ(decision.events.size(), 1u);
  EXPECT_EQ(decision.events[0].investigation_reported().prosecutor().agency_id(), kRecipient);
  ASSERT_EQ(decision.notices.size(), 1u);
  EXPECT_EQ(decision.notices[0].agency_id, kSender);
  ASSERT_EQ(decision.clock_events.size(), 2u);
  EXPECT_EQ(decision.clock_events[0].event, v1::CLOCK_EVENT_INVESTIGATION_MEETING_CONVENED);
  EXPECT_EQ(decision.clock_events[1].event, v1::CLOCK_EVENT_STATUS_MOVED);
  EXPECT_EQ(decision.clock_events[1].at, kNow - absl::Hours(48));
}

TEST(InvestigationReportTest, UnmovedFileStopsNoSilenceClock) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  referral::ApplyAll(Report(state, Prosecutor(), Whole(), kNow)->events, &state);
  ASSERT_OK_AND_ASSIGN(const referral::Decision again, Report(state, Prosecutor(), Whole(), kNow));
  EXPECT_EQ(again.clock_events.size(), 1u);
}

TEST(InvestigationReportTest, NoActClaimsAMovementThatTheFileDoesNotShow) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  Request request = Whole();
  request.mutable_acts(0)->set_event(v1::CLOCK_EVENT_STATUS_MOVED);
  EXPECT_EQ(Report(state, Prosecutor(), request, kNow)->clock_events.size(), 2u);
  referral::ApplyAll(Report(state, Prosecutor(), Whole(), kNow)->events, &state);
  EXPECT_EQ(Report(state, Prosecutor(), request, kNow)->clock_events.size(), 0u);
  // An office that does not give the last movement can only be believed.
  request.mutable_status()->clear_last_movement_time();
  EXPECT_EQ(Report(state, Prosecutor(), request, kNow)->clock_events.size(), 1u);
}

TEST(InvestigationReportTest, AFileThatCameToItsEndStopsTheAlarmAndStartsNone) {
  const auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  Request request = Whole();
  EXPECT_FALSE(Report(state, Prosecutor(), request, kNow)->clock_events[1].only_stops);
  for (const auto stage : {v1::INVESTIGATION_STAGE_FINAL, v1::INVESTIGATION_STAGE_EXECUTION_OF_SENTENCE}) {
    request.mutable_status()->set_stage(stage);
    ASSERT_OK_AND_ASSIGN(const referral::Decision decision, Report(state, Prosecutor(), request, kNow));
    ASSERT_EQ(decision.clock_events.size(), 2u);
    EXPECT_FALSE(decision.clock_events[0].only_stops) << "other acts are what they are";
    EXPECT_TRUE(decision.clock_events[1].only_stops);
  }
}

TEST(InvestigationReportTest, OnlyProsecutorsWithAnAcceptedInvestigationReport) {
  for (int number = 1; number <= v1::LegState_MAX; ++number) {
    const auto leg_state = static_cast<v1::LegState>(number);
    const bool may = referral::Has(referral::SetOf(v1::LEG_STATE_ACCEPTED, v1::LEG_STATE_IN_PROGRESS,
                                                   v1::LEG_STATE_ON_HOLD, v1::LEG_STATE_COMPLETED),
                                   leg_state);
    EXPECT_EQ(Report(CaseIn(leg_state), Prosecutor(), Whole(), kNow).ok(), may) << number;
  }
  for (int kind = 0; kind <= v1::AGENCY_KIND_PEER_GATEWAY; ++kind) {
    const auto result = Report(CaseIn(v1::LEG_STATE_ACCEPTED),
                               Agency(kRecipient, static_cast<v1::AgencyKind>(kind)), Whole(), kNow);
    const bool may = kind == v1::AGENCY_KIND_PROSECUTOR || kind == v1::AGENCY_KIND_HUMAN_RIGHTS_PROSECUTOR;
    EXPECT_EQ(base::ReasonOf(result.status()),
              may ? v1::ERROR_REASON_UNSPECIFIED : v1::ERROR_REASON_ROLE_NOT_PERMITTED);
  }
  const auto received = CaseIn(v1::LEG_STATE_RECEIVED);
  EXPECT_THAT(Report(received, Prosecutor(), Whole(), kNow), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
  const auto protection =
      CaseIn(v1::LEG_STATE_ACCEPTED, {referral::Planned(kRecipient, v1::LEG_PURPOSE_PROTECTION)});
  EXPECT_THAT(Report(protection, Prosecutor(), Whole(), kNow), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST(InvestigationReportTest, ExcludedOfficeGetsTheAnswerOfAStranger) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  const auto stranger = Report(state, Agency("stranger", v1::AGENCY_KIND_PROSECUTOR), Whole(), kNow).status();
  EXPECT_THAT(stranger, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  state.add_exclusions()->set_agency_id(kRecipient);
  EXPECT_EQ(Report(state, Prosecutor(), Whole(), kNow).status(), stranger);
}

TEST(InvestigationReportTest, ReadingNeverGoesBack) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  referral::ApplyAll(Report(state, Prosecutor(), Whole(), kNow)->events, &state);
  Request older = Whole();
  *older.mutable_status()->mutable_as_of_time() = base::ToProto(kNow - absl::Seconds(1));
  EXPECT_THAT(Report(state, Prosecutor(), older, kNow),
              StatusIs(absl::StatusCode::kFailedPrecondition,
                       "status.as_of_time lies before that of the last report"));
}

}  // namespace
}  // namespace enlace::investigation
