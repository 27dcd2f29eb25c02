// The guards of the machine of a measure: what must hold besides state and actor.
#ifndef ENLACE_GATEWAY_PROTECTION_MEASURE_GUARDS_H_
#define ENLACE_GATEWAY_PROTECTION_MEASURE_GUARDS_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "gateway/protection/measure_table.h"

namespace enlace::protection {

// What a guard looks at. Borrows all for the length of one check.
struct MeasureGuardInput {
  const store::v1::ReferralRecord& referral;
  const v1::Measure& measure;
  const v1::AdvanceMeasureRequest& request;
  // How many days those concerned have to object to a withdrawal, at least.
  uint32_t objection_days;
  // When it happened, and when it is recorded.
  absl::Time at;
  absl::Time now;
};

// OK if the guards of the row hold.
//   FAILED_PRECONDITION (GUARD_NOT_MET)  the first that does not, in words:
//                                        "M8: the outcome of a consultation ...".
absl::Status CheckMeasureGuards(const MeasureTransition& row, const MeasureGuardInput& input);

// Whether one guard holds.
bool Holds(MeasureGuard guard, const MeasureGuardInput& input);

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_MEASURE_GUARDS_H_
