// What the reports on a case have in common, whatever they report.
#ifndef ENLACE_GATEWAY_SERVICE_CASES_REPORT_H_
#define ENLACE_GATEWAY_SERVICE_CASES_REPORT_H_

#include <utility>

#include "enlace/store/v1/state.pb.h"
#include "gateway/base/identifier.h"
#include "gateway/referral/decision.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"
#include "gateway/service/look.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {

// One kind of report: who may make it, and its pure rules.
template <typename Request>
struct ReportKind {
  authz::Action action;
  const char* method;
  absl::Status (*validate)(const Request& request, absl::Time now);
  absl::StatusOr<referral::Decision> (*decide)(const store::v1::CaseState& state,
                                               const v1::AgencyRef& reporter, const Request& request,
                                               absl::Time now);
};

// Checks, records and applies a report. Borrows the core until `done`.
template <typename Request, typename Response>
void HandleReport(const Core& core, const ReportKind<Request>& kind, const identity::Caller& caller,
                  const Request& request, Done<Response> done) {
  LookRequest look;
  const auto check = [&]() -> absl::Status {
    RETURN_IF_ERROR(core.authorizer.CheckRole(caller, kind.action));
    RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
    RETURN_IF_ERROR(ParseCaseKey("key", request.key(), &look));
    RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", request.officer_pseudonym(), 64));
    return kind.validate(request, core.clock.Now());
  };
  const absl::Status ready = check();
  if (!ready.ok()) return done(ready);
  const absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core, caller, request);
  if (!signature.ok()) return done(signature.status());
  RunCommand<Request, Response>(
      core.sequencer, caller, kind.method, request,
      [&core, kind, caller, request, look, signature](ledger::Work& work) -> absl::StatusOr<Response> {
        ASSIGN_OR_RETURN(authz::Grant grant, CommandGrant(core, work, caller, kind.action, look.kind, look.id,
                                                          request.request_id()));
        ASSIGN_OR_RETURN(store::v1::CaseState state, store::ReadCase(work, grant));
        ASSIGN_OR_RETURN(const referral::Decision decision,
                         kind.decide(state, caller.ref(), request, work.now()));
        const CaseWriter::Act act{caller, request.officer_pseudonym(), request.request_id(), *signature};
        CaseWriter writer(work, core.mechanisms, act, std::move(grant), std::move(state));
        RETURN_IF_ERROR(writer.Add(decision));
        RETURN_IF_ERROR(writer.Finish());
        Response response;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
        response.mutable_receipt()->set_referral_id(decision.referral_id);
        return response;
      },
      std::move(done), nullptr, KnowsCase(core, caller, kind.action, look.kind, look.id));
}

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CASES_REPORT_H_
