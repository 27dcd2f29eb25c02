#include "gateway/service/administration/suspend_agency.h"

#include "gateway/service/administration/set_agency_state.h"

namespace enlace::service {

absl::Status SuspendAgencyAct::Check(const Request& request) { return CheckAgencyState(request); }

absl::StatusOr<v1::SuspendAgencyResponse> SuspendAgencyAct::Do(const ActContext& context,
                                                               const Request& request) {
  return SetAgencyState<Response>({"agency.suspended", v1::AGENCY_STATE_SUSPENDED}, context, request);
}

}  // namespace enlace::service
