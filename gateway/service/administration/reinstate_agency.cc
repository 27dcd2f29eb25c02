#include "gateway/service/administration/reinstate_agency.h"

#include <utility>

#include "gateway/service/administration/set_agency_state.h"

namespace enlace::service {

void ReinstateAgency::Handle(const identity::Caller& caller, const v1::ReinstateAgencyRequest& request,
                             Done<v1::ReinstateAgencyResponse> done) {
  // Enrolled before or not: its next call tells; ACTIVE lets it in either way.
  SetAgencyState(core_, {"ReinstateAgency", "agency.reinstated", v1::AGENCY_STATE_ACTIVE}, caller, request,
                 std::move(done));
}

}  // namespace enlace::service
