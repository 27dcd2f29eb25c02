#ifndef ENLACE_GATEWAY_SERVICE_CASES_REPORT_PROTECTION_STATUS_H_
#define ENLACE_GATEWAY_SERVICE_CASES_REPORT_PROTECTION_STATUS_H_

#include "enlace/v1/case_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Takes a protection unit's report on the protection.
// Thread-safe. Borrows the core.
class ReportProtectionStatus final : public Handler<v1::ReportProtectionStatusRequest, v1::ReportProtectionStatusResponse> {
 public:
  explicit ReportProtectionStatus(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed.
  //   PERMISSION_DENIED    the caller is no protection unit.
  //   NOT_FOUND            no case that the caller may know of.
  //   FAILED_PRECONDITION  GUARD_NOT_MET: no accepted leg for protection.
  void Handle(const identity::Caller& caller, const v1::ReportProtectionStatusRequest& request,
              Done<v1::ReportProtectionStatusResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_REPORT_PROTECTION_STATUS_H_
