// What a protection unit reports of the protection of a case.
#ifndef ENLACE_GATEWAY_PROTECTION_PROTECTION_REPORT_H_
#define ENLACE_GATEWAY_PROTECTION_PROTECTION_REPORT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "gateway/referral/decision.h"

namespace enlace::protection {

// INVALID_ARGUMENT naming the field unless the report says procedure, risk and
// when the unit's system was read; names each kind of measure once; has times
// that have come (next_expiry_time excepted); and only acts that a protection
// unit may report. Does not look at request_id and key.
absl::Status Validate(const v1::ReportProtectionStatusRequest& request, absl::Time now);

// The event of a report that passed Validate, with whom to tell and which acts
// start and stop clocks.
//   PERMISSION_DENIED (ROLE_NOT_PERMITTED)  not a protection unit.
//   NOT_FOUND                               no part in the case.
//   FAILED_PRECONDITION (GUARD_NOT_MET)     neither sender nor with an accepted
//                                           PROTECTION or IMPLEMENTATION leg;
//                                           as_of_time before the last report's; or
//                                           MEASURES_IMPLEMENTED while a measure on
//                                           record that was granted is not.
absl::StatusOr<referral::Decision> Report(const store::v1::CaseState& state, const v1::AgencyRef& caller,
                                          const v1::ReportProtectionStatusRequest& request, absl::Time now);

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_PROTECTION_REPORT_H_
