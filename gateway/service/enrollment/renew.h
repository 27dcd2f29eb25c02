#ifndef ENLACE_GATEWAY_SERVICE_ENROLLMENT_RENEW_H_
#define ENLACE_GATEWAY_SERVICE_ENROLLMENT_RENEW_H_

#include "enlace/v1/enrollment_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/enrollment/issuance.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// New certificates for the holder of valid ones.
// Thread-safe. Borrows the core.
class Renew final : public Handler<v1::RenewRequest, v1::RenewResponse> {
 public:
  // `form` kEitherKey is EST's, which has no request_id either: the same requests
  // under the same certificate are then a repetition.
  explicit Renew(const Core& core, CsrForm form = CsrForm::kTlsKey) : core_(core), form_(form) {}

  //   INVALID_ARGUMENT   CSR_REFUSED, FIELD_INVALID.
  //   PERMISSION_DENIED  ROLE_NOT_PERMITTED: the agency's entry does not name the
  //                      caller's unit any more; told.
  void Handle(const identity::Caller& caller, const v1::RenewRequest& request,
              Done<v1::RenewResponse> done) override;

 private:
  const Core& core_;
  const CsrForm form_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ENROLLMENT_RENEW_H_
