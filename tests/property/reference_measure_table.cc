#include "tests/property/reference_measure_table.h"

#include <algorithm>

#include "gateway/base/time_text.h"

namespace enlace::property {
namespace {

using A = v1::AdvanceMeasureRequest;
using States = std::set<v1::MeasureState>;

}  // namespace

const std::vector<MeasureRow>& MeasureRows() {
  constexpr auto kNone = v1::MEASURE_STATE_UNSPECIFIED;
  constexpr auto kRequested = v1::MEASURE_STATE_REQUESTED;
  constexpr auto kConsulting = v1::MEASURE_STATE_UNDER_CONSULTATION;
  constexpr auto kGranted = v1::MEASURE_STATE_GRANTED;
  constexpr auto kImplementing = v1::MEASURE_STATE_IMPLEMENTING;
  constexpr auto kImplemented = v1::MEASURE_STATE_IMPLEMENTED;
  constexpr auto kConfirmed = v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT;
  constexpr auto kUnsuitable = v1::MEASURE_STATE_REPORTED_UNSUITABLE;
  constexpr auto kSuspended = v1::MEASURE_STATE_SUSPENDED;
  constexpr auto kNoticed = v1::MEASURE_STATE_WITHDRAWAL_NOTICED;
  const States every = {kRequested, kConsulting, kGranted,   kImplementing, kImplemented,
                        kConfirmed, kUnsuitable, kSuspended, kNoticed};
  // clang-format off
  static const auto* const rows = new std::vector<MeasureRow>{
      {"M1", {kNone}, kRequested, Mover::kUnit, A::kRequest},
      {"M2", {kRequested, kConsulting}, kConsulting, Mover::kUnit, A::kConsult},
      {"M3", {kGranted, kImplementing, kUnsuitable}, kNone, Mover::kUnit, A::kConsult},
      {"M4", {kRequested, kConsulting, kUnsuitable}, kGranted, Mover::kUnit, A::kGrant},
      {"M5", {kRequested, kConsulting}, v1::MEASURE_STATE_DENIED, Mover::kUnit, A::kDeny},
      {"M6", every, v1::MEASURE_STATE_REFUSED_BY_SUBJECT, Mover::kConcerned, A::kRefuse},
      {"M7", {kGranted, kUnsuitable}, kImplementing, Mover::kUnitOrImplementer, A::kBegin},
      {"M8", {kImplementing}, kImplemented, Mover::kUnitOrImplementer, A::kImplement},
      {"M9", {kImplemented}, kConfirmed, Mover::kConcerned, A::kConfirm},
      {"M10", {kImplementing, kImplemented, kConfirmed}, kUnsuitable, Mover::kConcerned, A::kReportUnsuitable},
      {"M11", {kImplementing, kImplemented, kConfirmed}, kSuspended, Mover::kUnit, A::kSuspend},
      {"M12", {kSuspended, kNoticed}, kNone, Mover::kUnit, A::kResume},
      {"M13", {kGranted, kImplementing, kImplemented, kConfirmed, kUnsuitable, kSuspended}, kNoticed, Mover::kUnit, A::kNoticeWithdrawal},
      {"M14", {kNoticed}, kNone, Mover::kConcerned, A::kObject},
      {"M15", {kNoticed}, v1::MEASURE_STATE_WITHDRAWN, Mover::kUnit, A::kWithdraw},
  };
  // clang-format on
  return *rows;
}

const MeasureRow* FindMeasureRow(v1::MeasureState from, A::ActionCase action) {
  for (const MeasureRow& row : MeasureRows()) {
    if (row.action == action && row.from.contains(from)) return &row;
  }
  return nullptr;
}

v1::MeasureState StateOf(const v1::Measure& measure, absl::Time now) {
  const bool over = measure.state() == v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT &&
                    measure.has_valid_until_time() && now > base::FromProto(measure.valid_until_time());
  return over ? v1::MEASURE_STATE_EXPIRED : measure.state();
}

bool HasEnded(v1::MeasureState state) {
  return state == v1::MEASURE_STATE_DENIED || state == v1::MEASURE_STATE_REFUSED_BY_SUBJECT ||
         state == v1::MEASURE_STATE_WITHDRAWN || state == v1::MEASURE_STATE_EXPIRED;
}

bool IsAwaited(const v1::Measure& measure) {
  if (!measure.has_grant_time() || HasEnded(measure.state())) return false;
  // What those concerned found unsuitable is to be implemented anew.
  return !measure.has_implement_time() || measure.unsuitability() != v1::UNSUITABILITY_REASON_UNSPECIFIED;
}

bool AwaitsMeasures(const CaseFacts& facts, const std::string& referral_id) {
  return std::any_of(facts.measures.begin(), facts.measures.end(), [&](const v1::Measure& measure) {
    return measure.referral_id() == referral_id && IsAwaited(measure);
  });
}

}  // namespace enlace::property
