#ifndef ENLACE_GATEWAY_SERVICE_CASES_REPORT_INVESTIGATION_STATUS_H_
#define ENLACE_GATEWAY_SERVICE_CASES_REPORT_INVESTIGATION_STATUS_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes a prosecutor's report on its investigation.
// Thread-safe. Borrows the core.
class ReportInvestigationStatus final : public Handler<v1::ReportInvestigationStatusRequest, v1::ReportInvestigationStatusResponse> {
 public:
  explicit ReportInvestigationStatus(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed.
  //   PERMISSION_DENIED    the caller is no prosecutor's office.
  //   NOT_FOUND            no case that the caller may know of.
  //   FAILED_PRECONDITION  GUARD_NOT_MET: no accepted leg for investigation.
  void Handle(const identity::Caller& caller, const v1::ReportInvestigationStatusRequest& request,
              Done<v1::ReportInvestigationStatusResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_REPORT_INVESTIGATION_STATUS_H_
