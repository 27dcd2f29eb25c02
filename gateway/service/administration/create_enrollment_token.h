#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_ENROLLMENT_TOKEN_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_ENROLLMENT_TOKEN_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// In the record of a token that let an administrator in although the policy asks for
// two persons: there were not two.
inline constexpr char kWaivedPurpose[] = "single-administrator";

// Makes a one-time enrolment token. Only its hash is stored; its text follows from who
// asked and the request_id, so that nobody else gets it.
//   INVALID_ARGUMENT  a field is missing or malformed.
//   NOT_FOUND         the agency is not registered.
struct CreateEnrollmentTokenAct : ActOf<v1::CreateEnrollmentTokenRequest, v1::CreateEnrollmentTokenResponse> {
  static constexpr char kMethod[] = "CreateEnrollmentToken";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_CREATE_TOKEN;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
  static void Finish(const Core& core, const identity::Caller& caller, const Request& request,
                     Response* response);
};
using CreateEnrollmentToken = ActHandler<CreateEnrollmentTokenAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_ENROLLMENT_TOKEN_H_
