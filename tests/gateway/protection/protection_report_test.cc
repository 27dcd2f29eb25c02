#include "gateway/protection/protection_report.h"

#include <functional>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::protection {
namespace {

using referral::Agency;
using referral::CaseIn;
using referral::kNow;
using referral::kRecipient;
using referral::kSender;
using referral::Planned;
using Request = v1::ReportProtectionStatusRequest;

Request Whole() {
  Request request;
  v1::ProtectionStatus& status = *request.mutable_status();
  status.set_procedure(v1::PROCEDURE_TYPE_URGENT);
  status.set_risk(v1::RISK_LEVEL_EXTREME);
  status.add_kinds_in_force(v1::MEASURE_KIND_URGENT_PROTECTIVE);
  *status.mutable_as_of_time() = base::ToProto(kNow);
  *status.mutable_next_expiry_time() = base::ToProto(kNow + absl::Hours(24 * 90));
  status.add_acts()->set_event(v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED);
  *status.mutable_acts(0)->mutable_occur_time() = base::ToProto(kNow - absl::Hours(1));
  return request;
}

v1::AgencyRef Unit(const char* id) { return Agency(id, v1::AGENCY_KIND_STATE_PROTECTION_UNIT); }

TEST(ProtectionReportTest, EveryFaultNamesItsField) {
  struct Fault {
    const char* field;
    std::function<void(Request*)> make;
  };
  const auto future = base::ToProto(kNow + absl::Minutes(6));
  const std::vector<Fault> faults = {
      {"status", [](Request* r) { r->clear_status(); }},
      {"status.procedure", [](Request* r) { r->mutable_status()->clear_procedure(); }},
      {"status.risk", [](Request* r) { r->mutable_status()->set_risk(static_cast<v1::RiskLevel>(50)); }},
      {"status.kinds_in_force[1]",
       [](Request* r) { r->mutable_status()->add_kinds_in_force(v1::MEASURE_KIND_URGENT_PROTECTIVE); }},
      {"status.next_expiry_time",
       [](Request* r) { r->mutable_status()->mutable_next_expiry_time()->set_nanos(-1); }},
      {"status.as_of_time", [](Request* r) { r->mutable_status()->clear_as_of_time(); }},
      {"status.as_of_time", [&](Request* r) { *r->mutable_status()->mutable_as_of_time() = future; }},
      {"officer_pseudonym", [](Request* r) { r->set_officer_pseudonym(std::string(65, 'o')); }},
      {"status.acts[0].event",
       [](Request* r) { r->mutable_status()->mutable_acts(0)->set_event(v1::CLOCK_EVENT_REFERRAL_DECIDED); }},
      {"status.acts[0].occur_time",
       [](Request* r) { r->mutable_status()->mutable_acts(0)->clear_occur_time(); }},
      {"status.acts[0].occur_time",
       [&](Request* r) { *r->mutable_status()->mutable_acts(0)->mutable_occur_time() = future; }},
  };
  EXPECT_THAT(Validate(Whole(), kNow), IsOk());
  for (const Fault& fault : faults) {
    Request request = Whole();
    fault.make(&request);
    EXPECT_EQ(base::FieldOf(Validate(request, kNow)), fault.field);
  }
}

TEST(ProtectionReportTest, ReportReachesEveryOtherPartyAndItsClocks) {
  const auto state = CaseIn(v1::LEG_STATE_ACCEPTED, {Planned(kRecipient, v1::LEG_PURPOSE_PROTECTION)});
  ASSERT_OK_AND_ASSIGN(const referral::Decision decision, Report(state, Unit(kRecipient), Whole(), kNow));
  EXPECT_EQ(decision.events[0].protection_reported().unit().agency_id(), kRecipient);
  ASSERT_EQ(decision.notices.size(), 1u);
  EXPECT_EQ(decision.notices[0].agency_id, kSender);
  EXPECT_EQ(decision.notices[0].kind, v1::FEED_KIND_PROTECTION_REPORTED);
  ASSERT_EQ(decision.clock_events.size(), 1u);
  EXPECT_EQ(decision.clock_events[0].at, kNow - absl::Hours(1));
}

TEST(ProtectionReportTest, SenderReportsItsOwnProtection) {
  EXPECT_THAT(Report(CaseIn(v1::LEG_STATE_HELD), Unit(kSender), Whole(), kNow), IsOk());
}

TEST(ProtectionReportTest, OnlyUnitsThatAcceptedToProtectReport) {
  for (int purpose = 1; purpose <= v1::LegPurpose_MAX; ++purpose) {
    const bool protects = purpose == v1::LEG_PURPOSE_PROTECTION || purpose == v1::LEG_PURPOSE_IMPLEMENTATION;
    for (int state = v1::LEG_STATE_DISPATCHED; state <= v1::LEG_STATE_CLOSED; ++state) {
      const auto in = CaseIn(static_cast<v1::LegState>(state),
                             {Planned(kRecipient, static_cast<v1::LegPurpose>(purpose))});
      const bool accepted = state >= v1::LEG_STATE_ACCEPTED && state <= v1::LEG_STATE_COMPLETED;
      EXPECT_EQ(base::ReasonOf(Report(in, Unit(kRecipient), Whole(), kNow).status()),
                protects && accepted ? v1::ERROR_REASON_UNSPECIFIED : v1::ERROR_REASON_GUARD_NOT_MET)
          << purpose << " " << state;
    }
  }
}

TEST(ProtectionReportTest, OtherKindsStrangersAndExcludedUnitsAreRefused) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED, {Planned(kRecipient, v1::LEG_PURPOSE_PROTECTION)});
  EXPECT_THAT(Report(state, Agency(kRecipient, v1::AGENCY_KIND_POLICE), Whole(), kNow),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
  EXPECT_THAT(Report(state, Unit("stranger"), Whole(), kNow), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  state.add_exclusions()->set_agency_id(kRecipient);
  EXPECT_THAT(Report(state, Unit(kRecipient), Whole(), kNow), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST(ProtectionReportTest, ReadingNeverGoesBack) {
  auto state = CaseIn(v1::LEG_STATE_ACCEPTED);
  referral::ApplyAll(Report(state, Unit(kSender), Whole(), kNow)->events, &state);
  EXPECT_THAT(Report(state, Unit(kSender), Whole(), kNow), IsOk());
  Request older = Whole();
  *older.mutable_status()->mutable_as_of_time() = base::ToProto(kNow - absl::Seconds(1));
  EXPECT_THAT(Report(state, Unit(kSender), older, kNow), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

}  // namespace
}  // namespace enlace::protection
