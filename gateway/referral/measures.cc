#include "gateway/referral/measures.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "gateway/referral/access.h"
#include "gateway/referral/leg_states.h"

namespace enlace::referral {

using store::v1::CaseState;
using store::v1::ReferralRecord;

const v1::Measure* FindMeasure(const CaseState& state, absl::string_view referral_id,
                               absl::string_view measure_id) {
  for (const v1::Measure& measure : state.measures()) {
    if (measure.referral_id() == referral_id && measure.measure_id() == measure_id) return &measure;
  }
  return nullptr;
}

v1::MeasureState MeasureStateAt(const v1::Measure& measure, absl::Time now) {
  const bool over = measure.state() == v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT &&
                    measure.has_valid_until_time() && base::FromProto(measure.valid_until_time()) < now;
  return over ? v1::MEASURE_STATE_EXPIRED : measure.state();
}

bool AwaitsImplementation(const v1::Measure& measure) {
  switch (measure.state()) {
    case v1::MEASURE_STATE_GRANTED:
    case v1::MEASURE_STATE_IMPLEMENTING:
    case v1::MEASURE_STATE_REPORTED_UNSUITABLE:
      return true;
    case v1::MEASURE_STATE_SUSPENDED:
    case v1::MEASURE_STATE_WITHDRAWAL_NOTICED:
      return !measure.has_implement_time() || measure.unsuitability() != v1::UNSUITABILITY_REASON_UNSPECIFIED;
    default:
      return false;
  }
}

bool AwaitsMeasures(const CaseState& state, absl::string_view referral_id) {
  return std::any_of(state.measures().begin(), state.measures().end(), [&](const v1::Measure& measure) {
    return measure.referral_id() == referral_id && AwaitsImplementation(measure);
  });
}

bool SpeaksForConcerned(const ReferralRecord& referral, absl::string_view agency_id) {
  if (agency_id.empty()) return false;
  if (referral.origin().agency_id() == agency_id) return true;
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.recipient().agency_id() == agency_id &&
           leg.recipient().kind() == v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION &&
           GradeThrough(leg) != v1::ACCESS_GRADE_UNSPECIFIED && !Has(kSentAway, leg.state());
  });
}

v1::Measure ViewMeasure(const ReferralRecord& referral, const v1::Measure& measure,
                        absl::string_view agency_id, v1::AccessGrade grade, absl::Time now) {
  v1::Measure view = measure;
  view.set_state(MeasureStateAt(measure, now));
  const bool acts = measure.unit().agency_id() == agency_id ||
                    measure.implementer().agency_id() == agency_id || SpeaksForConcerned(referral, agency_id);
  if (acts || ShowsClassification(grade)) return view;
  if (measure.unit().agency_id() != referral.origin().agency_id()) view.clear_unit();
  view.clear_implementer();
  view.clear_resolution_number();
  view.clear_persons_covered();
  view.clear_unsuitability();
  view.clear_reason();
  return view;
}

}  // namespace enlace::referral
