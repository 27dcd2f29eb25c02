#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIFT_EXCLUSION_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIFT_EXCLUSION_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Ends an agency's exclusion from a case. It gives no access: what the agency had
// before the exclusion stays gone, and only a new leg, or one that is reopened, lets it
// in. The record is in the log of the case.
//   INVALID_ARGUMENT  a field is missing or malformed; `reason` is a code, since it
//                     stands beside a case and must have no room for a name.
//   NOT_FOUND         there is no such case, or the agency is not excluded from it.
struct LiftExclusionAct : ActOf<v1::LiftExclusionRequest, v1::LiftExclusionResponse> {
  static constexpr char kMethod[] = "LiftExclusion";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_LIFT_EXCLUSION;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using LiftExclusion = ActHandler<LiftExclusionAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIFT_EXCLUSION_H_
