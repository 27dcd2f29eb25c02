// What a prosecutor's office reports of its investigation.
#ifndef ENLACE_GATEWAY_INVESTIGATION_INVESTIGATION_REPORT_H_
#define ENLACE_GATEWAY_INVESTIGATION_INVESTIGATION_REPORT_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "gateway/referral/decision.h"

namespace enlace::investigation {

// INVALID_ARGUMENT naming the field unless the report says stage, disposition
// and when the office's system was read; names at most one line per authorship;
// has times that have come, the last movement not after the reading; and only
// acts that a prosecutor's office may report. Does not look at request_id and
// key, which are not about investigations.
absl::Status Validate(const v1::ReportInvestigationStatusRequest& request, absl::Time now);

// The event of a report that passed Validate, with whom to tell (everybody with
// a part in the case but the reporting office's agency) and what it starts and
// stops: the reported acts, and STATUS_MOVED where the file moved since the last
// report. A report whose last movement is that of the report before tells no
// STATUS_MOVED, whatever its acts say; that of a file which came to its end starts
// nothing by it.
//   PERMISSION_DENIED (ROLE_NOT_PERMITTED)  not a prosecutor's office.
//   NOT_FOUND                               no part in the case.
//   FAILED_PRECONDITION (GUARD_NOT_MET)     no accepted INVESTIGATION leg, or
//                                           as_of_time before the last report's.
absl::StatusOr<referral::Decision> Report(const store::v1::CaseState& state, const v1::AgencyRef& caller,
                                          const v1::ReportInvestigationStatusRequest& request,
                                          absl::Time now);

}  // namespace enlace::investigation

#endif  // ENLACE_GATEWAY_INVESTIGATION_INVESTIGATION_REPORT_H_
