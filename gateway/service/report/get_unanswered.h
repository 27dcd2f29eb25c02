#ifndef ENLACE_GATEWAY_SERVICE_REPORT_GET_UNANSWERED_H_
#define ENLACE_GATEWAY_SERVICE_REPORT_GET_UNANSWERED_H_

#include "enlace/v1/report_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// The legs of a mechanism that nobody answered, longest wait first. A case from
// which the caller is excluded gives no line; a referral is named only to who may
// know of that leg anyway. Read and recorded as GetReport does it.
// Thread-safe. Borrows the core.
class GetUnanswered final : public Handler<v1::GetUnansweredRequest, v1::GetUnansweredResponse> {
 public:
  explicit GetUnanswered(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed; no such mechanism; at_time in the
  //                      future; more legs than an answer holds, and how to ask
  //                      for fewer.
  //   PERMISSION_DENIED  the caller may not read the mechanism's statistics.
  //   UNAVAILABLE        the store could not read or record; try again.
  void Handle(const identity::Caller& caller, const v1::GetUnansweredRequest& request,
              Done<v1::GetUnansweredResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPORT_GET_UNANSWERED_H_
