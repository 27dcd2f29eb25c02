#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_AGENCY_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_AGENCY_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Registers an agency.
//   INVALID_ARGUMENT  a field is missing or malformed.
//   ALREADY_EXISTS    the id is taken.
struct CreateAgencyAct : ActOf<v1::CreateAgencyRequest, v1::CreateAgencyResponse> {
  static constexpr char kMethod[] = "CreateAgency";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_REGISTER_AGENCY;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using CreateAgency = ActHandler<CreateAgencyAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_AGENCY_H_
