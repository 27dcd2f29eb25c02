#include "gateway/protection/measure_guards.h"

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"

namespace enlace::protection {
namespace {

// A refusal stands until those concerned say otherwise themselves.
bool ConsultationGoesOn(v1::ConsultationOutcome before, v1::ConsultationOutcome after) {
  switch (after) {
    case v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED:
      return before == v1::CONSULTATION_OUTCOME_UNSPECIFIED || before == after;
    case v1::CONSULTATION_OUTCOME_NOT_POSSIBLE:
      return before != v1::CONSULTATION_OUTCOME_REFUSED;
    default:
      return true;
  }
}

bool ConsultationRecorded(v1::ConsultationOutcome outcome) {
  return outcome != v1::CONSULTATION_OUTCOME_UNSPECIFIED &&
         outcome != v1::CONSULTATION_OUTCOME_NOT_YET_CONSULTED;
}

}  // namespace

bool Holds(MeasureGuard guard, const MeasureGuardInput& input) {
  const v1::AdvanceMeasureRequest& request = input.request;
  const absl::Time until = base::FromProto(input.measure.objection_until_time());
  switch (guard) {
    case MeasureGuard::kNone:
      return true;
    case MeasureGuard::kConsentStands:
      return !input.referral.has_consent_withdraw_time();
    case MeasureGuard::kConsultationGoesOn:
      return ConsultationGoesOn(input.measure.consultation(), request.consult().outcome());
    case MeasureGuard::kConsultationRecorded:
      return ConsultationRecorded(input.measure.consultation());
    case MeasureGuard::kNotRefused:
      return input.measure.consultation() != v1::CONSULTATION_OUTCOME_REFUSED;
    case MeasureGuard::kValidityInFuture:
      return !request.confirm().has_valid_until_time() ||
             base::FromProto(request.confirm().valid_until_time()) > input.now;
    case MeasureGuard::kWindowLongEnough:
      // From its recording on: nobody could object to a notice that was not told.
      return base::FromProto(request.notice_withdrawal().objection_until_time()) >=
             input.now + absl::Hours(24) * static_cast<int64_t>(input.objection_days);
    case MeasureGuard::kWindowOpen:
      return !input.measure.objected() && input.at <= until;
    case MeasureGuard::kWindowOver:
      return input.now > until;
    case MeasureGuard::kObjectionAnswered:
      return !input.measure.objected() || !request.withdraw().objection_answer().empty();
  }
  return false;
}

absl::Status CheckMeasureGuards(const MeasureTransition& row, const MeasureGuardInput& input) {
  for (const MeasureGuard guard : row.guards) {
    if (!Holds(guard, input)) {
      return base::GuardNotMet(absl::StrCat("M", row.number, ": ", MeasureGuardText(guard)));
    }
  }
  return absl::OkStatus();
}

}  // namespace enlace::protection
