#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIST_CERTIFICATES_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIST_CERTIFICATES_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Lists issued certificates, with when each was last used.
// Thread-safe. Borrows the core.
class ListCertificates final : public Handler<v1::ListCertificatesRequest, v1::ListCertificatesResponse> {
 public:
  explicit ListCertificates(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  void Handle(const identity::Caller& caller, const v1::ListCertificatesRequest& request,
              Done<v1::ListCertificatesResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIST_CERTIFICATES_H_
