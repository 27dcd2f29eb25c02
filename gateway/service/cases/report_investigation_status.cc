#include "gateway/service/cases/report_investigation_status.h"

#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/investigation/investigation_report.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::ReportInvestigationStatusRequest;
using Response = v1::ReportInvestigationStatusResponse;

absl::Status Validate(const Request& request, absl::Time now, LookRequest* look) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(ParseCaseKey("key", request.key(), look));
  RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", request.officer_pseudonym(), 64));
  return investigation::Validate(request, now);
}

}  // namespace

void ReportInvestigationStatus::Handle(const identity::Caller& caller, const Request& request,
                                       Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kReportInvestigation);
  LookRequest look;
  if (ready.ok()) ready = Validate(request, core_.clock.Now(), &look);
  if (!ready.ok()) return done(ready);
  RunCommand<Request, Response>(
      core_.sequencer, caller, "ReportInvestigationStatus", request,
      [this, caller, request, look](ledger::Work& work) -> absl::StatusOr<Response> {
        ASSIGN_OR_RETURN(authz::Grant grant,
                         CommandGrant(core_, work, caller, authz::Action::kReportInvestigation, look.kind,
                                      look.id, request.request_id()));
        ASSIGN_OR_RETURN(store::v1::CaseState state, store::ReadCase(work, grant));
        ASSIGN_OR_RETURN(const referral::Decision decision,
                         investigation::Report(state, caller.ref(), request, work.now()));
        const CaseWriter::Act act{caller, request.officer_pseudonym(), request.request_id()};
        CaseWriter writer(work, core_.mechanisms, act, std::move(grant), std::move(state));
        RETURN_IF_ERROR(writer.Add(decision));
        RETURN_IF_ERROR(writer.Finish());
        Response response;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
        response.mutable_receipt()->set_referral_id(decision.referral_id);
        return response;
      },
      std::move(done), nullptr,
      KnowsCase(core_, caller, authz::Action::kReportInvestigation, look.kind, look.id));
}

}  // namespace enlace::service
