#include "gateway/service/cases/report_investigation_status.h"

#include <utility>

#include "gateway/investigation/investigation_report.h"
#include "gateway/service/cases/report.h"

namespace enlace::service {

void ReportInvestigationStatus::Handle(const identity::Caller& caller,
                                       const v1::ReportInvestigationStatusRequest& request,
                                       Done<v1::ReportInvestigationStatusResponse> done) {
  static constexpr ReportKind<v1::ReportInvestigationStatusRequest> kKind = {
      authz::Action::kReportInvestigation, "ReportInvestigationStatus", investigation::Validate,
      investigation::Report};
  HandleReport(core_, kKind, caller, request, std::move(done));
}

}  // namespace enlace::service
