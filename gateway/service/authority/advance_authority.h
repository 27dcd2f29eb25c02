#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_ADVANCE_AUTHORITY_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_ADVANCE_AUTHORITY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Takes the next step of an authority's life. Looks into the gateway's folder first, so
// that a new authority needs no restart. Blocks on files and tokens.
//   INVALID_ARGUMENT  names the field that is missing or not well formed.
//   others            as DecideAdvance.
struct AdvanceAuthorityAct : ActOf<v1::AdvanceAuthorityRequest, v1::AdvanceAuthorityResponse> {
  static constexpr char kMethod[] = "AdvanceAuthority";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_ADVANCE_AUTHORITY;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Prepared> Prepare(const Core& core, const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using AdvanceAuthority = ActHandler<AdvanceAuthorityAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_ADVANCE_AUTHORITY_H_
