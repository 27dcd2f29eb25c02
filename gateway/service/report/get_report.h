#ifndef ENLACE_GATEWAY_SERVICE_REPORT_GET_REPORT_H_
#define ENLACE_GATEWAY_SERVICE_REPORT_GET_REPORT_H_

#include "enlace/v1/report_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Statistics of a mechanism in a period (docs/statistics.md). Counts a snapshot of
// the store on the caller's thread, which the writer does not wait for; then one
// short command records who drew which report, by its digest, before it leaves.
// Thread-safe. Borrows the core.
class GetReport final : public Handler<v1::GetReportRequest, v1::GetReportResponse> {
 public:
  explicit GetReport(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field is malformed; no such mechanism; not a period that
  //                      reports are made for.
  //   PERMISSION_DENIED  the caller may not read the mechanism's statistics.
  //   UNAVAILABLE        the store could not read or record; try again.
  void Handle(const identity::Caller& caller, const v1::GetReportRequest& request,
              Done<v1::GetReportResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_REPORT_GET_REPORT_H_
