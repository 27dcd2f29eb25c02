// Cases as statistics see them, by hand and at random.
#ifndef ENLACE_TESTS_GATEWAY_REPORT_REPORT_FIXTURE_H_
#define ENLACE_TESTS_GATEWAY_REPORT_REPORT_FIXTURE_H_

#include <map>
#include <random>
#include <string>
#include <vector>

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/time_text.h"
#include "gateway/report/period.h"
#include "gateway/report/report.h"
#include "tests/support/status_matchers.h"

namespace enlace::report {

inline absl::TimeZone Zone() {
  absl::TimeZone zone;
  EXPECT_TRUE(absl::LoadTimeZone("America/Mexico_City", &zone));
  return zone;
}
inline absl::Time Day(int year, int month, int day, int hour = 0) {
  return absl::FromCivil(absl::CivilHour(year, month, day, hour), Zone());
}

inline mechanism::Mechanism TestMechanism() {
  mechanism::Mechanism mechanism;
  mechanism.set_mechanism_id("mx-test");
  mechanism.set_display_name("Mecanismo");
  mechanism.set_country("MX");
  mechanism.set_time_zone("America/Mexico_City");
  for (const char* code : {"MX-CHH", "MX-SON", "MX-OAX"}) mechanism.add_subdivisions()->set_code(code);
  return mechanism;
}

inline v1::GetReportRequest RequestFor(absl::Time start, absl::Time end) {
  v1::GetReportRequest request;
  request.set_mechanism_id("mx-test");
  *request.mutable_start_time() = base::ToProto(start);
  *request.mutable_end_time() = base::ToProto(end);
  return request;
}

inline v1::Leg* AddLeg(store::v1::ReferralRecord* referral, v1::LegPurpose purpose, v1::LegState state,
                       const std::string& agency = "mechanism") {
  v1::Leg* leg = referral->add_legs();
  leg->set_leg_id("leg-" + std::to_string(referral->legs_size()));
  leg->mutable_recipient()->set_agency_id(agency);
  leg->set_purpose(purpose);
  leg->set_state(state);
  return leg;
}

inline store::v1::LegTimes* AddTimes(store::v1::ReferralRecord* referral, const v1::Leg& leg,
                                     absl::Time dispatched) {
  store::v1::LegTimes* times = referral->add_leg_times();
  times->set_leg_id(leg.leg_id());
  *times->mutable_dispatch_time() = base::ToProto(dispatched);
  return times;
}

// A case of one urgent petition of a journalist from Chihuahua, made at `at`, with
// one protection leg.
inline store::v1::CaseState Petition(absl::Time at, v1::LegState state = v1::LEG_STATE_DISPATCHED,
                                     const std::string& subdivision = "MX-CHH") {
  store::v1::CaseState out;
  store::v1::ReferralRecord* referral = out.add_referrals();
  referral->set_referral_id("1");
  referral->mutable_origin()->set_kind(v1::AGENCY_KIND_STATE_PROTECTION_UNIT);
  v1::Classification& c = *referral->mutable_classification();
  c.set_mechanism_id("mx-test");
  c.set_procedure(v1::PROCEDURE_TYPE_URGENT);
  c.set_subject_kind(v1::SUBJECT_KIND_INDIVIDUAL);
  c.add_population(v1::POPULATION_GROUP_JOURNALIST);
  c.set_perpetrator(v1::PERPETRATOR_CATEGORY_STATE_AGENT);
  c.add_incidents(v1::INCIDENT_TYPE_THREAT);
  c.mutable_territory()->set_subdivision(subdivision);
  c.set_persons_covered(2);
  *referral->mutable_petition_time() = base::ToProto(at);
  AddLeg(referral, v1::LEG_PURPOSE_PROTECTION, state);
  return out;
}

inline v1::Measure* AddMeasure(store::v1::CaseState* state, v1::MeasureState at,
                               absl::Time granted = absl::InfinitePast()) {
  v1::Measure* measure = state->add_measures();
  measure->set_referral_id("1");
  measure->set_kind(v1::MEASURE_KIND_PROTECTIVE);
  measure->set_type(v1::MEASURE_TYPE_EVACUATION);
  measure->set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
  measure->set_persons_covered(3);
  measure->set_state(at);
  if (granted != absl::InfinitePast()) *measure->mutable_grant_time() = base::ToProto(granted);
  return measure;
}

// Any case at all, of the same seed the same.
class RandomCases {
 public:
  explicit RandomCases(uint32_t seed) : random_(seed) {}
  uint32_t Below(uint32_t bound) { return static_cast<uint32_t>(random_()) % bound; }

  store::v1::CaseState Next() {
    static const char* const kSubdivisions[] = {"MX-CHH", "MX-SON", "MX-OAX", ""};
    const absl::Time at = Day(2017, 1, 1) + absl::Hours(Below(24 * 400));
    store::v1::CaseState out = Petition(at, AnyState(), kSubdivisions[Below(4)]);
    store::v1::ReferralRecord* referral = out.mutable_referrals(0);
    v1::Classification& c = *referral->mutable_classification();
    c.set_procedure(static_cast<v1::ProcedureType>(Below(4)));
    c.set_subject_kind(static_cast<v1::SubjectKind>(1 + Below(2)));
    c.set_population(0, static_cast<v1::PopulationGroup>(1 + Below(8)));
    c.set_perpetrator(static_cast<v1::PerpetratorCategory>(Below(5)));
    c.set_risk(static_cast<v1::RiskLevel>(Below(6)));
    if (Below(2) == 0) c.add_incidents(static_cast<v1::IncidentType>(1 + Below(14)));
    referral->mutable_origin()->set_kind(static_cast<v1::AgencyKind>(1 + Below(6)));
    if (Below(10) == 0) *referral->mutable_consent_withdraw_time() = base::ToProto(at);
    const int more_legs = static_cast<int>(Below(3));
    for (int i = 0; i < more_legs; ++i) {
      AddLeg(referral, static_cast<v1::LegPurpose>(1 + Below(6)), AnyState(), "agency-" + std::to_string(i));
    }
    for (v1::Leg& leg : *referral->mutable_legs()) FillLeg(&leg, at, referral);
    const int measures = static_cast<int>(Below(3));
    for (int i = 0; i < measures; ++i) {
      const bool granted = Below(2) == 0;
      v1::Measure* measure = AddMeasure(&out, static_cast<v1::MeasureState>(1 + Below(13)),
                                        granted ? at + absl::Hours(Below(2000)) : absl::InfinitePast());
      measure->set_type(static_cast<v1::MeasureType>(1 + Below(5)));
      measure->set_covers(static_cast<v1::SubjectKind>(1 + Below(2)));
      measure->set_police_based(Below(2) == 0);
      measure->set_allows_continued_work(Below(2) == 0);
    }
    const int clocks = static_cast<int>(Below(4));
    for (int i = 0; i < clocks; ++i) AddClock(at, &out);
    return out;
  }

 private:
  v1::LegState AnyState() { return static_cast<v1::LegState>(2 + Below(18)); }

  void FillLeg(v1::Leg* leg, absl::Time at, store::v1::ReferralRecord* referral) {
    if (Below(3) == 0) leg->set_decline_reason(static_cast<v1::DeclineReason>(Below(11)));
    if (Below(3) == 0) leg->set_decision_side(static_cast<v1::DecisionSide>(Below(3)));
    if (Below(8) == 0) return;
    store::v1::LegTimes* times = AddTimes(referral, *leg, at + absl::Hours(Below(5)));
    if (Below(2) == 0) *times->mutable_decide_time() = base::ToProto(at + absl::Hours(6 + Below(200)));
  }

  void AddClock(absl::Time at, store::v1::CaseState* out) {
    v1::Clock* clock = out->add_clocks();
    clock->set_referral_id("1");
    clock->set_rule_id("RULE-" + std::to_string(Below(4)));
    clock->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
    *clock->mutable_start_time() = base::ToProto(at);
    *clock->mutable_due_time() = base::ToProto(at + absl::Hours(3));
    if (Below(2) == 0) *clock->mutable_stop_time() = base::ToProto(at + absl::Hours(Below(6)));
    if (Below(6) == 0) clock->set_state(v1::CLOCK_STATE_VOID);
  }

  std::mt19937 random_;
};

// The report on the year 2017 over `cases`.
inline v1::Report ReportOn2017(const std::vector<store::v1::CaseState>& cases, uint32_t smallest_cell = 1,
                               const std::string& subdivision = "") {
  const mechanism::Mechanism mechanism = TestMechanism();
  v1::GetReportRequest request = RequestFor(Day(2017, 1, 1), Day(2018, 1, 1));
  request.set_subdivision(subdivision);
  const absl::StatusOr<Period> period = PeriodOf(mechanism, request);
  EXPECT_THAT(period, IsOk());
  Count count(*period, subdivision, Day(2018, 2, 1));
  for (const store::v1::CaseState& one : cases) count.Add(one);
  return MakeReport(mechanism, request, *period, Day(2018, 2, 1), smallest_cell, count);
}

inline const v1::ReportTable& TableOf(const v1::Report& report, v1::Breakdown breakdown) {
  for (const v1::ReportTable& table : report.tables()) {
    if (table.breakdown() == breakdown) return table;
  }
  ADD_FAILURE() << "no table " << v1::Breakdown_Name(breakdown);
  return v1::ReportTable::default_instance();
}

inline std::string CellText(const v1::ReportCell& cell) {
  if (cell.suppressed()) return cell.has_value() ? "suppressed with a value!" : "<";
  return cell.has_value() ? std::to_string(cell.value()) : "-";
}

inline std::string RowText(const v1::ReportRow& row) {
  std::string text;
  for (const v1::ReportCell& cell : row.cells()) text += (text.empty() ? "" : " ") + CellText(cell);
  return text;
}

// Key and cells of every row; "" is the total.
inline std::map<std::string, std::string> Rows(const v1::ReportTable& table) {
  std::map<std::string, std::string> out;
  for (const v1::ReportRow& row : table.rows()) out[row.key()] = RowText(row);
  out[""] = RowText(table.total());
  return out;
}

}  // namespace enlace::report

#endif  // ENLACE_TESTS_GATEWAY_REPORT_REPORT_FIXTURE_H_
