#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_UPDATE_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_UPDATE_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Replaces an agency's entry.
//   INVALID_ARGUMENT  a field is missing or malformed.
//   NOT_FOUND         there is no such agency.
struct UpdateAgencyAct : ActOf<v1::UpdateAgencyRequest, v1::UpdateAgencyResponse> {
  static constexpr char kMethod[] = "UpdateAgency";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_REGISTER_AGENCY;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using UpdateAgency = ActHandler<UpdateAgencyAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_UPDATE_AGENCY_H_
