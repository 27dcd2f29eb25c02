#include "gateway/service/administration/suspend_agency.h"

#include <utility>

#include "gateway/service/administration/set_agency_state.h"

namespace enlace::service {

void SuspendAgency::Handle(const identity::Caller& caller, const v1::SuspendAgencyRequest& request,
                           Done<v1::SuspendAgencyResponse> done) {
  SetAgencyState(core_, {"SuspendAgency", "agency.suspended", v1::AGENCY_STATE_SUSPENDED}, caller, request,
                 std::move(done));
}

}  // namespace enlace::service
