#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_CERTIFICATE_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_CERTIFICATE_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes a revocation back while that is possible: the certificate is good again with
// the next call, and its holder is told. One that is good already stays as it is.
// Thread-safe. Borrows the core.
class ReinstateCertificate final
    : public Handler<v1::ReinstateCertificateRequest, v1::ReinstateCertificateResponse> {
 public:
  explicit ReinstateCertificate(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED    the caller is no administrator.
  //   INVALID_ARGUMENT     names the field that is missing or not well formed.
  //   NOT_FOUND            this gateway issued no such certificate.
  //   FAILED_PRECONDITION  REVOCATION_FINAL: the undo window is over.
  void Handle(const identity::Caller& caller, const v1::ReinstateCertificateRequest& request,
              Done<v1::ReinstateCertificateResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_REINSTATE_CERTIFICATE_H_
