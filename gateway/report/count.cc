#include "gateway/report/count.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/parties.h"
#include "gateway/report/outcome.h"
#include "gateway/report/response_times.h"

namespace enlace::report {
namespace {

using Kind = Column::Kind;
using store::v1::CaseState;
using store::v1::ReferralRecord;

constexpr char kNotSaid[] = "UNSPECIFIED";

// Columns of the tables on measures; their parts are in the order of MeasureOutcome.
constexpr size_t kFirstMeasurePart = 1;
constexpr size_t kMeasuredPersons = 5;
// Columns of other tables.
constexpr size_t kPersons = 1;
constexpr size_t kGranted = 1;
constexpr size_t kNotGranted = 2;
constexpr size_t kAnswered = 1;
constexpr size_t kUnanswered = 2;

std::string Tail(absl::string_view name, absl::string_view prefix) {
  absl::ConsumePrefix(&name, prefix);
  return name.empty() ? kNotSaid : std::string(name);
}

std::vector<Column> ColumnsOf(v1::Breakdown breakdown) {
  switch (breakdown) {
    case v1::BREAKDOWN_SUBJECT:
      return {{"referrals"}, {"persons_covered", Kind::kWeight, 0}};
    case v1::BREAKDOWN_INCIDENT:
      return {{"incidents"}};
    case v1::BREAKDOWN_ORIGIN:
      return {{"referrals"}, {"granted", Kind::kPart}, {"", Kind::kPart}};
    case v1::BREAKDOWN_MEASURE_KIND:
    case v1::BREAKDOWN_MEASURE_TYPE:
    case v1::BREAKDOWN_MEASURE_SUBJECT:
    case v1::BREAKDOWN_MEASURE_WORK:
      return {{"requested"},
              {"granted", Kind::kPart},
              {"denied", Kind::kPart},
              {"refused_by_subject", Kind::kPart},
              {"in_process", Kind::kPart},
              {"persons_covered", Kind::kWeight, kFirstMeasurePart}};
    case v1::BREAKDOWN_CLOCK:
      return {{"clocks"},
              {"met", Kind::kPart},
              {"met_late", Kind::kPart},
              {"overdue", Kind::kPart},
              {"running", Kind::kPart},
              {"void", Kind::kPart}};
    case v1::BREAKDOWN_RESPONSE_TIME:
      return {{"legs"},
              {"answered", Kind::kPart},
              {"unanswered", Kind::kPart},
              {"median_hours", Kind::kDerived, kAnswered},
              {"ninth_decile_hours", Kind::kDerived, kAnswered}};
    default:
      return {{"referrals"}};
  }
}

Tally Empty(v1::Breakdown breakdown) {
  Tally tally;
  tally.breakdown = breakdown;
  tally.columns = ColumnsOf(breakdown);
  return tally;
}

size_t PartOf(v1::ClockState state) {
  switch (state) {
    case v1::CLOCK_STATE_MET:
      return 1;
    case v1::CLOCK_STATE_MET_LATE:
      return 2;
    case v1::CLOCK_STATE_OVERDUE:
      return 3;
    case v1::CLOCK_STATE_VOID:
      return 5;
    default:
      return 4;
  }
}

std::string WorkKey(const v1::Measure& measure) {
  return absl::StrCat(measure.police_based() ? "POLICE" : "NO_POLICE",
                      measure.allows_continued_work() ? "_WORK_GOES_ON" : "_WORK_STOPS");
}

std::string SubdivisionKey(const ReferralRecord& referral) {
  const std::string& code = referral.classification().territory().subdivision();
  return code.empty() ? kNotSaid : code;
}

// A level that nobody gave has not been assessed.
std::string RiskKey(v1::RiskLevel risk) {
  if (risk == v1::RISK_LEVEL_UNSPECIFIED) risk = v1::RISK_LEVEL_NOT_ASSESSED;
  return Tail(v1::RiskLevel_Name(risk), "RISK_LEVEL_");
}

}  // namespace

Count::Count(const Period& period, std::string subdivision, absl::Time as_of)
    : period_(period),
      subdivision_(std::move(subdivision)),
      as_of_(as_of),
      territories_(Empty(v1::BREAKDOWN_TERRITORY)) {
  for (int number = v1::BREAKDOWN_STATE; number <= v1::BREAKDOWN_RESPONSE_TIME; ++number) {
    const auto breakdown = static_cast<v1::Breakdown>(number);
    tallies_.emplace(breakdown, Empty(breakdown));
  }
}

void Count::Increment(v1::Breakdown breakdown, absl::string_view key, size_t part) {
  TallyRow& row = tallies_.at(breakdown).At(std::string(key));
  row.cells[0].Add(case_number_);
  if (part != 0) row.cells[part].Add(case_number_);
}

void Count::Add(const CaseState& counted) {
  ++case_number_;
  for (const ReferralRecord& referral : counted.referrals()) AddReferral(counted, referral);
}

void Count::AddReferral(const CaseState& state, const ReferralRecord& referral) {
  const bool in_period = period_.Has(base::FromProto(referral.petition_time()));
  const bool is_error = OutcomeOf(state, referral) == PetitionOutcome::kEnteredInError;
  if (in_period && !is_error) territories_.At(SubdivisionKey(referral)).cells[0].Add(case_number_);
  const std::string& subdivision = referral.classification().territory().subdivision();
  if (!subdivision_.empty() && subdivision != subdivision_) return;
  if (in_period) Increment(v1::BREAKDOWN_STATE, StateKey(referral));
  if (is_error) return;
  if (in_period) {
    AddPetition(state, referral);
    AddLegs(referral);
  }
  AddMeasures(state, referral);
  AddClocks(state, referral);
}

void Count::AddPetition(const CaseState& state, const ReferralRecord& referral) {
  const v1::Classification& about = referral.classification();
  const PetitionOutcome outcome = OutcomeOf(state, referral);
  Increment(v1::BREAKDOWN_OUTCOME, OutcomeKey(outcome));
  Increment(v1::BREAKDOWN_PROCEDURE, Tail(v1::ProcedureType_Name(about.procedure()), "PROCEDURE_TYPE_"));
  const std::string subject = Tail(v1::SubjectKind_Name(about.subject_kind()), "SUBJECT_KIND_");
  Increment(v1::BREAKDOWN_SUBJECT, subject);
  tallies_.at(v1::BREAKDOWN_SUBJECT)
      .At(subject)
      .cells[kPersons]
      .Add(case_number_, std::max(about.persons_covered(), 1U));
  const auto group = about.population().empty() ? v1::POPULATION_GROUP_UNSPECIFIED
                                                : static_cast<v1::PopulationGroup>(about.population(0));
  Increment(v1::BREAKDOWN_POPULATION, Tail(v1::PopulationGroup_Name(group), "POPULATION_GROUP_"));
  Increment(v1::BREAKDOWN_PERPETRATOR,
            Tail(v1::PerpetratorCategory_Name(about.perpetrator()), "PERPETRATOR_CATEGORY_"));
  const std::set<int> incidents(about.incidents().begin(), about.incidents().end());
  for (const int type : incidents) {
    Increment(v1::BREAKDOWN_INCIDENT,
              Tail(v1::IncidentType_Name(static_cast<v1::IncidentType>(type)), "INCIDENT_TYPE_"));
  }
  Increment(v1::BREAKDOWN_RISK, RiskKey(about.risk()));
  Increment(v1::BREAKDOWN_TERRITORY, SubdivisionKey(referral));
  Increment(v1::BREAKDOWN_ORIGIN, Tail(v1::AgencyKind_Name(referral.origin().kind()), "AGENCY_KIND_"),
            outcome == PetitionOutcome::kGranted ? kGranted : kNotGranted);
}

void Count::AddLegs(const ReferralRecord& referral) {
  for (const store::v1::LegTimes& times : referral.leg_times()) {
    if (!times.has_dispatch_time()) continue;
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.leg_id() != times.leg_id() || referral::OnlyInforms(leg.purpose())) continue;
      const std::string& agency_id = leg.recipient().agency_id();
      if (times.has_decide_time()) {
        Increment(v1::BREAKDOWN_RESPONSE_TIME, agency_id, kAnswered);
        response_times_[agency_id].push_back(base::FromProto(times.decide_time()) -
                                             base::FromProto(times.dispatch_time()));
      } else if (referral::Has(referral::kUndecided, leg.state())) {
        Increment(v1::BREAKDOWN_RESPONSE_TIME, agency_id, kUnanswered);
      }
    }
  }
}

void Count::AddMeasures(const CaseState& state, const ReferralRecord& referral) {
  for (const v1::Measure& measure : state.measures()) {
    if (measure.referral_id() != referral.referral_id()) continue;
    const auto& time = measure.has_grant_time() ? measure.grant_time() : referral.petition_time();
    if (!period_.Has(base::FromProto(time))) continue;
    const MeasureOutcome outcome = OutcomeOf(measure);
    const size_t part = kFirstMeasurePart + static_cast<size_t>(outcome);
    const std::pair<v1::Breakdown, std::string> rows[] = {
        {v1::BREAKDOWN_MEASURE_KIND, Tail(v1::MeasureKind_Name(measure.kind()), "MEASURE_KIND_")},
        {v1::BREAKDOWN_MEASURE_TYPE, Tail(v1::MeasureType_Name(measure.type()), "MEASURE_TYPE_")},
        {v1::BREAKDOWN_MEASURE_SUBJECT, Tail(v1::SubjectKind_Name(measure.covers()), "SUBJECT_KIND_")},
        {v1::BREAKDOWN_MEASURE_WORK, WorkKey(measure)}};
    for (const auto& [breakdown, key] : rows) {
      Increment(breakdown, key, part);
      if (outcome != MeasureOutcome::kGranted) continue;
      const uint32_t persons = std::max(measure.persons_covered(), 1U);
      tallies_.at(breakdown).At(key).cells[kMeasuredPersons].Add(case_number_, persons);
    }
  }
}

void Count::AddClocks(const CaseState& state, const ReferralRecord& referral) {
  for (const v1::Clock& clock : state.clocks()) {
    if (clock.referral_id() != referral.referral_id() || !clock.has_start_time()) continue;
    if (!period_.Has(base::FromProto(clock.start_time()))) continue;
    Increment(v1::BREAKDOWN_CLOCK, clock.rule_id(), PartOf(clock::StateAt(clock, as_of_)));
    tallies_.at(v1::BREAKDOWN_CLOCK).At(clock.rule_id()).authority = clock.authority();
  }
}

std::map<v1::Breakdown, Tally> Count::Finish() {
  Tally& legs = tallies_.at(v1::BREAKDOWN_RESPONSE_TIME);
  for (auto& [agency_id, row] : legs.rows) {
    const auto times = response_times_.find(agency_id);
    if (times == response_times_.end()) continue;
    row.derived = {HoursBegun(NearestRank(times->second, 50)), HoursBegun(NearestRank(times->second, 90))};
  }
  return std::move(tallies_);
}

}  // namespace enlace::report
