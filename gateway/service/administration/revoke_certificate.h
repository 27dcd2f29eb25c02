#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REVOKE_CERTIFICATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REVOKE_CERTIFICATE_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Revokes a certificate: its next call is refused, its open streams are cut, and its
// holder is told. For the undo window it can be taken back (ReinstateCertificate).
// Thread-safe. Borrows the core.
class RevokeCertificate final : public Handler<v1::RevokeCertificateRequest, v1::RevokeCertificateResponse> {
 public:
  explicit RevokeCertificate(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   NOT_FOUND          this gateway issued no such certificate.
  void Handle(const identity::Caller& caller, const v1::RevokeCertificateRequest& request,
              Done<v1::RevokeCertificateResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REVOKE_CERTIFICATE_H_
