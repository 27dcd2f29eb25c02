// The form of an AdvanceMeasure request: all that can be said without knowing any
// case.
#ifndef ENLACE_GATEWAY_PROTECTION_MEASURE_FORM_H_
#define ENLACE_GATEWAY_PROTECTION_MEASURE_FORM_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/v1/case_service.pb.h"

namespace enlace::protection {

// INVALID_ARGUMENT naming the field, with its path, unless the request has its
// ids (a measure and its version for every action but `request`, which has
// neither), an officer, an action with the fields it requires, known enumerators,
// well-formed codes, and an occur_time that has come. What depends on the measure
// is left to AdvanceMeasure.
absl::Status ValidateMeasure(const v1::AdvanceMeasureRequest& request, absl::Time now);

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_MEASURE_FORM_H_
