#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_PREVIEW_REVOCATION_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_PREVIEW_REVOCATION_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// What a revocation would end, as numbers, without revoking anything. Opens no case,
// so that it is no look. Bounded work: at most 10,000 feed items and 2,000 cases are
// counted.
// Thread-safe. Borrows the core.
class PreviewRevocation final : public Handler<v1::PreviewRevocationRequest, v1::PreviewRevocationResponse> {
 public:
  explicit PreviewRevocation(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   INVALID_ARGUMENT   serial is missing.
  //   NOT_FOUND          this gateway issued no such certificate.
  void Handle(const identity::Caller& caller, const v1::PreviewRevocationRequest& request,
              Done<v1::PreviewRevocationResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_PREVIEW_REVOCATION_H_
