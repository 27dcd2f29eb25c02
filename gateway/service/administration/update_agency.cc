#include "gateway/service/administration/update_agency.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/agency_entry.h"

namespace enlace::service {

absl::Status UpdateAgencyAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  return ValidateAgency(request.agency());
}

absl::StatusOr<v1::UpdateAgencyResponse> UpdateAgencyAct::Do(const ActContext& context,
                                                             const Request& request) {
  ASSIGN_OR_RETURN(const v1::Agency before, ReadAgency(context.work, request.agency().agency_id()));
  v1::Agency agency = request.agency();
  agency.clear_sealing_certificates();
  agency.set_state(before.state());
  *agency.mutable_create_time() = before.create_time();
  RETURN_IF_ERROR(WriteAgency(context, "agency.updated", request.request_id(), "", agency));
  v1::UpdateAgencyResponse response;
  *response.mutable_agency() = std::move(agency);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service
