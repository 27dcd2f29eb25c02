#include "gateway/service/cases/report_protection_status.h"

#include <utility>

#include "gateway/protection/protection_report.h"
#include "gateway/service/cases/report.h"

namespace enlace::service {

void ReportProtectionStatus::Handle(const identity::Caller& caller,
                                    const v1::ReportProtectionStatusRequest& request,
                                    Done<v1::ReportProtectionStatusResponse> done) {
  static constexpr ReportKind<v1::ReportProtectionStatusRequest> kKind = {
      authz::Action::kReportProtection, "ReportProtectionStatus", protection::Validate, protection::Report};
  HandleReport(core_, kKind, caller, request, std::move(done));
}

}  // namespace enlace::service
