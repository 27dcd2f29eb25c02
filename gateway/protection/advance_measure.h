// One transition of a measure: state + command + time -> events, or a refusal.
#ifndef ENLACE_GATEWAY_PROTECTION_ADVANCE_MEASURE_H_
#define ENLACE_GATEWAY_PROTECTION_ADVANCE_MEASURE_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "gateway/referral/decision.h"

namespace enlace::protection {

// How long those concerned may object to a withdrawal where the mechanism does not
// say: a target of the operator.
inline constexpr uint32_t kObjectionDays = 10;

// A decision about a measure.
struct MeasureResult : referral::Decision {
  // The measure after it.
  v1::Measure measure;
  // Number of the transition.
  int transition = 0;
};

// Decides a request that passed ValidateMeasure. `caller` with its kind;
// `objection_days` are those of the referral's mechanism, 0 for kObjectionDays.
//   NOT_FOUND                                    no such measure of this referral,
//                                                or none that the caller may know.
//   ABORTED (VERSION_CONFLICT)                   expected_version is stale.
//   FAILED_PRECONDITION (TRANSITION_NOT_ALLOWED) no row for state and action.
//   FAILED_PRECONDITION (ACTOR_NOT_ALLOWED)      another party has to do it.
//   FAILED_PRECONDITION (GUARD_NOT_MET)          the message names the guard.
// It happens at occur_time, but neither before the measure's present state began
// nor after `now`. Every other party that may know of the referral is told.
//
// A referral may have several measures. A grant tells RESOLUTION_ISSUED, and
// URGENT_MEASURES_GRANTED before it for an urgent protective measure, which needs
// no decision on the risk. MEASURES_IMPLEMENTED is told only when the last measure
// that was granted is implemented or has ended.
absl::StatusOr<MeasureResult> AdvanceMeasure(const store::v1::CaseState& state,
                                             const store::v1::ReferralRecord& referral,
                                             const v1::AgencyRef& caller,
                                             const v1::AdvanceMeasureRequest& request,
                                             uint32_t objection_days, absl::Time now);

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_ADVANCE_MEASURE_H_
