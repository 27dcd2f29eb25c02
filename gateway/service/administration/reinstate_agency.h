#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Lets a suspended agency back in.
//   INVALID_ARGUMENT  a field is missing or malformed.
//   NOT_FOUND         there is no such agency.
struct ReinstateAgencyAct : ActOf<v1::ReinstateAgencyRequest, v1::ReinstateAgencyResponse> {
  static constexpr char kMethod[] = "ReinstateAgency";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_REINSTATE;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using ReinstateAgency = ActHandler<ReinstateAgencyAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_AGENCY_H_
