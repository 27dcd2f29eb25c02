// Suspension and reinstatement: one act, two states.
#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SET_AGENCY_STATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SET_AGENCY_STATE_H_

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/service/administration/agency_entry.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

struct StateChange {
  const char* event_type;
  v1::AgencyState state;
};

// INVALID_ARGUMENT naming the field.
template <typename Request>
absl::Status CheckAgencyState(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(base::CheckName("agency_id", request.agency_id()));
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

// Writes the state into the directory and the trust log, and lets the roster know,
// which cuts or admits. NOT_FOUND if there is no such agency.
template <typename Response, typename Request>
absl::StatusOr<Response> SetAgencyState(const StateChange& change, const ActContext& context,
                                        const Request& request) {
  ASSIGN_OR_RETURN(v1::Agency agency, ReadAgency(context.work, request.agency_id()));
  agency.set_state(change.state);
  RETURN_IF_ERROR(
      WriteAgency(context, change.event_type, request.request_id(), request.reason(), std::move(agency)));
  Response response;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SET_AGENCY_STATE_H_
