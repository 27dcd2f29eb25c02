#ifndef ENLACE_GATEWAY_SERVICE_CASES_GET_CASE_STATUS_H_
#define ENLACE_GATEWAY_SERVICE_CASES_GET_CASE_STATUS_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Status of one case; the look is recorded before the answer leaves.
// Thread-safe. Borrows the core.
class GetCaseStatus final : public Handler<v1::GetCaseStatusRequest, v1::GetCaseStatusResponse> {
 public:
  explicit GetCaseStatus(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   the key is missing or malformed.
  //   PERMISSION_DENIED  this kind of caller has no part in cases.
  //   NOT_FOUND          none that the caller may know of; that is recorded too.
  void Handle(const identity::Caller& caller, const v1::GetCaseStatusRequest& request,
              Done<v1::GetCaseStatusResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_GET_CASE_STATUS_H_
