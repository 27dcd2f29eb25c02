#include "gateway/service/administration/create_agency.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/store/tables.h"

namespace enlace::service {

absl::Status CreateAgencyAct::Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  return ValidateAgency(request.agency());
}

absl::StatusOr<v1::CreateAgencyResponse> CreateAgencyAct::Do(const ActContext& context,
                                                             const Request& request) {
  ASSIGN_OR_RETURN(const auto existing,
                   context.work.Get(store::Table::kAgency, request.agency().agency_id()));
  if (existing.has_value()) {
    return base::Refusal(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                         "an agency with this id is registered");
  }
  v1::Agency agency = request.agency();
  agency.clear_sealing_certificates();
  agency.set_state(v1::AGENCY_STATE_REGISTERED);
  *agency.mutable_create_time() = base::ToProto(context.work.now());
  RETURN_IF_ERROR(WriteAgency(context, "agency.created", request.request_id(), "", agency));
  v1::CreateAgencyResponse response;
  *response.mutable_agency() = std::move(agency);
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service
