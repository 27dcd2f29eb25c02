#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_ENROLLMENT_TOKEN_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_ENROLLMENT_TOKEN_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Makes a one-time enrolment token. Only its hash is stored.
// Thread-safe. Borrows the core.
class CreateEnrollmentToken final : public Handler<v1::CreateEnrollmentTokenRequest, v1::CreateEnrollmentTokenResponse> {
 public:
  explicit CreateEnrollmentToken(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is missing or malformed.
  //   PERMISSION_DENIED  the caller is no administrator.
  //   NOT_FOUND          the agency is not registered.
  void Handle(const identity::Caller& caller, const v1::CreateEnrollmentTokenRequest& request,
              Done<v1::CreateEnrollmentTokenResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CREATE_ENROLLMENT_TOKEN_H_
