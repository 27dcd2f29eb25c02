#ifndef ENLACE_GATEWAY_SERVICE_WARNING_LIST_WARNINGS_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_LIST_WARNINGS_H_

#include "enlace/v1/warning_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Lists the warnings that the caller may know of, newest first, without alerts.
// The look is recorded, once as a whole and once for each warning.
// Thread-safe. Borrows the core.
class ListWarnings final : public Handler<v1::ListWarningsRequest, v1::ListWarningsResponse> {
 public:
  explicit ListWarnings(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed.
  //   PERMISSION_DENIED  an administrator.
  void Handle(const identity::Caller& caller, const v1::ListWarningsRequest& request,
              Done<v1::ListWarningsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_LIST_WARNINGS_H_
