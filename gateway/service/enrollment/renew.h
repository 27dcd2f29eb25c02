#ifndef ENLACE_GATEWAY_SERVICE_ENROLLMENT_RENEW_H_
#define ENLACE_GATEWAY_SERVICE_ENROLLMENT_RENEW_H_

#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// New certificates for the holder of valid ones.
// Thread-safe. Borrows the core.
class Renew final : public Handler<v1::RenewRequest, v1::RenewResponse> {
 public:
  explicit Renew(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT  CSR_REFUSED, FIELD_INVALID.
  void Handle(const identity::Caller& caller, const v1::RenewRequest& request,
              Done<v1::RenewResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_RENEW_H_
