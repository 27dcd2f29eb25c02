#ifndef ENLACE_GATEWAY_SERVICE_WARNING_GET_WARNING_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_GET_WARNING_H_

#include "enlace/v1/warning_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Reads a warning with its alert, its answers, and the open referrals in its area
// that the reader has a part in. The look is recorded before the answer leaves.
// Thread-safe. Borrows the core.
class GetWarning final : public Handler<v1::GetWarningRequest, v1::GetWarningResponse> {
 public:
  explicit GetWarning(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed.
  //   PERMISSION_DENIED  an administrator.
  //   NOT_FOUND          no warning that the caller may know of.
  void Handle(const identity::Caller& caller, const v1::GetWarningRequest& request,
              Done<v1::GetWarningResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_GET_WARNING_H_
