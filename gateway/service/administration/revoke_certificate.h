#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REVOKE_CERTIFICATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REVOKE_CERTIFICATE_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/approval/act.h"

namespace enlace::service {

// Revokes a certificate: its next call is refused, its open streams are cut, and its
// holder is told. For the undo window it can be taken back (ReinstateCertificate).
//   INVALID_ARGUMENT  a field is missing or malformed.
//   NOT_FOUND         this gateway issued no such certificate.
struct RevokeCertificateAct : ActOf<v1::RevokeCertificateRequest, v1::RevokeCertificateResponse> {
  static constexpr char kMethod[] = "RevokeCertificate";
  static constexpr v1::AdministrativeAct kKind = v1::ADMINISTRATIVE_ACT_REVOKE;
  static absl::Status Check(const Request& request);
  static absl::StatusOr<Response> Do(const ActContext& context, const Request& request);
};
using RevokeCertificate = ActHandler<RevokeCertificateAct>;

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REVOKE_CERTIFICATE_H_
