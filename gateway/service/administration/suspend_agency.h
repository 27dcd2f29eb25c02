#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SUSPEND_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SUSPEND_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Suspends an agency: its calls are refused, its streams cut, its queue kept.
//   INVALID_ARGUMENT  a field is missing or malformed.
//   NOT_FOUND         there is no such agency.
struct SuspendAgencyAct : ActOf<v1::SuspendAgencyRequest, v1::SuspendAgencyResponse> {
  static constexpr char kMethod[] = "SuspendAgency";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_REVOKE;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using SuspendAgency = ActHandler<SuspendAgencyAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_SUSPEND_AGENCY_H_
