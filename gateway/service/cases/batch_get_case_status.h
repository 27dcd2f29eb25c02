#ifndef ENLACE_GATEWAY_SERVICE_CASES_BATCH_GET_CASE_STATUS_H_
#define ENLACE_GATEWAY_SERVICE_CASES_BATCH_GET_CASE_STATUS_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/cases/get_case_status.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Status of many cases; each look is recorded by itself.
// Thread-safe. Borrows the core.
class BatchGetCaseStatus final : public Handler<v1::BatchGetCaseStatusRequest, v1::BatchGetCaseStatusResponse> {
 public:
  explicit BatchGetCaseStatus(const Core& core) : core_(core), single_(core) {}

  //   INVALID_ARGUMENT   no key, more than 100, or a malformed one.
  //   PERMISSION_DENIED  this kind of caller has no part in cases.
  void Handle(const identity::Caller& caller, const v1::BatchGetCaseStatusRequest& request,
              Done<v1::BatchGetCaseStatusResponse> done) override;

 private:
  const Core& core_;
  GetCaseStatus single_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_BATCH_GET_CASE_STATUS_H_
