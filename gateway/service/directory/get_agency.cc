#include "gateway/service/directory/get_agency.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/directory/agency_view.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::GetAgencyResponse> Get(const Core& core, const v1::GetAgencyRequest& request) {
  RETURN_IF_ERROR(base::CheckName("agency_id", request.agency_id()));
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  v1::GetAgencyResponse response;
  ASSIGN_OR_RETURN(v1::Agency entry, ReadAgency(*reader, request.agency_id()));
  ASSIGN_OR_RETURN(*response.mutable_agency(), WithSealingCertificates(core, *reader, std::move(entry)));
  return response;
}

}  // namespace

void GetAgency::Handle(const identity::Caller& caller, const v1::GetAgencyRequest& request,
                       Done<v1::GetAgencyResponse> done) {
  done(Get(core_, request));
}

}  // namespace enlace::service
