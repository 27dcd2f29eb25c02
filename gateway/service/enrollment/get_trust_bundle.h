#ifndef ENLACE_GATEWAY_SERVICE_ENROLLMENT_GET_TRUST_BUNDLE_H_
#define ENLACE_GATEWAY_SERVICE_ENROLLMENT_GET_TRUST_BUNDLE_H_

#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// The roots that this gateway trusts and the keys of its logs. An agency that says it
// trusts this very bundle is put on record, once: an old root is given up when all know
// the new one.
// Thread-safe. Borrows the core.
class GetTrustBundle final : public Handler<v1::GetTrustBundleRequest, v1::GetTrustBundleResponse> {
 public:
  explicit GetTrustBundle(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  installed_digest is not a SHA-256.
  //   UNAVAILABLE       what the agency said could not be recorded; call again.
  void Handle(const identity::Caller& caller, const v1::GetTrustBundleRequest& request,
              Done<v1::GetTrustBundleResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_GET_TRUST_BUNDLE_H_
