#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_CERTIFICATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_CERTIFICATE_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Takes a revocation back while that is possible: the certificate is good again with
// the next call, and its holder is told. One that is good already stays as it is.
//   INVALID_ARGUMENT     names the field that is missing or not well formed.
//   NOT_FOUND            this gateway issued no such certificate.
//   FAILED_PRECONDITION  REVOCATION_FINAL: the undo window is over.
struct ReinstateCertificateAct : ActOf<v1::ReinstateCertificateRequest, v1::ReinstateCertificateResponse> {
  static constexpr char kMethod[] = "ReinstateCertificate";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_REINSTATE;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using ReinstateCertificate = ActHandler<ReinstateCertificateAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_CERTIFICATE_H_
