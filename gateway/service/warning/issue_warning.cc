#include "gateway/service/warning/issue_warning.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/status_macros.h"
#include "gateway/clock/warning_clocks.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/command.h"
#include "gateway/service/referral/envelope_check.h"
#include "gateway/service/warning/warning_look.h"
#include "gateway/service/warning/warning_writer.h"
#include "gateway/store/warning_rows.h"
#include "gateway/warning/decide.h"
#include "gateway/warning/form.h"

namespace enlace::service {
namespace {

using Request = v1::IssueWarningRequest;
using Response = v1::IssueWarningResponse;

constexpr char kSealedField[] = "warning.sealed_alert";

// What was checked before the writer's thread, and what it takes along.
struct Issue {
  identity::Caller caller;
  store::WarningReader who;
  Request request;
  std::vector<std::string> serials;
  std::vector<v1::Agency> agencies;
  store::v1::ActSignature signature;
};

absl::Status CheckSeal(const Core& core, ledger::Work& work, const Issue& issue) {
  std::set<std::string> allowed = {issue.caller.agency_id};
  for (const v1::AgencyRef& addressee : issue.request.warning().addressees()) {
    allowed.insert(addressee.agency_id());
  }
  return CheckSealedRecipients(work, kSealedField, issue.request.warning().sealed_alert(), issue.serials,
                               allowed, core.trust_domain, work.now());
}

// Ends the warning that the issued one refers to.
absl::Status EndReferenced(ledger::Work& work, const store::v1::WarningState& referenced,
                           const store::v1::Event& issued) {
  WarningWriter writer(work, referenced);
  writer.ApplyIssued(issued);
  RETURN_IF_ERROR(writer.AddOwn(clock::VoidWarningClocks(referenced)));
  return writer.Finish();
}

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Issue& issue) {
  const v1::Warning& asked = issue.request.warning();
  const bool refers = asked.message_type() != v1::WARNING_MESSAGE_TYPE_ALERT;
  store::v1::WarningState referenced;
  if (refers) {
    ASSIGN_OR_RETURN(referenced,
                     WarningForCommand(work, issue.caller, issue.who, asked.references_warning_id(),
                                       issue.request.request_id()));
  }
  const warning::IssueInput input{issue.caller.ref(),
                                  issue.request,
                                  core.mechanisms.Find(asked.mechanism_id()),
                                  issue.agencies,
                                  refers ? &referenced : nullptr,
                                  work.now()};
  ASSIGN_OR_RETURN(const v1::Warning warning, warning::DecideIssue(input));
  RETURN_IF_ERROR(CheckSeal(core, work, issue));

  store::v1::Event event;
  *event.mutable_warning_issued()->mutable_warning() = warning;
  RETURN_IF_ERROR(store::WriteWarningPayload(work, asked.sealed_alert()));
  WarningWriter writer(work, {});
  const WarningAct act{issue.caller, issue.request.officer_pseudonym(), issue.request.request_id(),
                       issue.signature, asked.sealed_alert().digest()};
  RETURN_IF_ERROR(writer.AddAct(act, event, input.referenced));
  RETURN_IF_ERROR(writer.AddOwn(clock::StartWarningClocks(warning)));
  RETURN_IF_ERROR(writer.Finish());
  if (refers) RETURN_IF_ERROR(EndReferenced(work, referenced, event));

  Response response;
  *response.mutable_warning() = warning;
  response.mutable_warning()->clear_sealed_alert();
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_SUBMISSION);
  return response;
}

}  // namespace

void IssueWarning::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckAgency(caller);
  if (ready.ok()) ready = warning::ValidateIssue(request, core_.clock.Now());
  if (!ready.ok()) return done(ready);
  absl::StatusOr<std::vector<std::string>> serials =
      InspectSealed(kSealedField, request.warning().sealed_alert());
  if (!serials.ok()) return done(serials.status());
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto issue = std::make_shared<const Issue>(Issue{caller, WarningReaderOf(core_, caller), request,
                                                   *std::move(serials), core_.roster.Agencies(),
                                                   *std::move(signature)});
  RunCommand<Request, Response>(
      core_.sequencer, caller, "IssueWarning", request,
      [this, issue](ledger::Work& work) { return Decide(core_, work, *issue); }, std::move(done));
}

}  // namespace enlace::service
