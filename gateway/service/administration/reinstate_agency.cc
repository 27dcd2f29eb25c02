#include "gateway/service/administration/reinstate_agency.h"

#include "gateway/service/administration/set_agency_state.h"

namespace enlace::service {

absl::Status ReinstateAgencyAct::Check(const Request& request) { return CheckAgencyState(request); }

absl::StatusOr<v1::ReinstateAgencyResponse> ReinstateAgencyAct::Do(const ActContext& context,
                                                                   const Request& request) {
  // Enrolled before or not: its next call tells; ACTIVE lets it in either way.
  return SetAgencyState<Response>({"agency.reinstated", v1::AGENCY_STATE_ACTIVE}, context, request);
}

}  // namespace enlace::service
