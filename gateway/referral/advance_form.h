// The form of an AdvanceLeg request: all that can be said without knowing any
// case.
#ifndef ENLACE_GATEWAY_REFERRAL_ADVANCE_FORM_H_
#define ENLACE_GATEWAY_REFERRAL_ADVANCE_FORM_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::referral {

// INVALID_ARGUMENT naming the field, with its path, unless the request has its
// ids, expected_version, an action with the fields it requires, known
// enumerators and well-formed codes, an occur_time that has come, and a note
// that matches its digest, if it has one. What depends on the leg is left to
// Advance.
absl::Status ValidateAdvance(const v1::AdvanceLegRequest& request, absl::Time now);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_ADVANCE_FORM_H_
