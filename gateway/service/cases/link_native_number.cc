#include "gateway/service/cases/link_native_number.h"

#include <utility>

#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/referral/decision.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

absl::Status Validate(const v1::LinkNativeNumberRequest& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(base::CheckDerivedId("case_id", request.case_id()));
  RETURN_IF_ERROR(base::CheckCode("officer_pseudonym", request.officer_pseudonym(), 64));
  if (request.native_number_hash().size() != base::kSha256Size) {
    return base::InvalidField("native_number_hash", "must be an HMAC-SHA256 of 32 bytes");
  }
  return absl::OkStatus();
}

// A number means one case to the agency that keeps it. What it means to other
// agencies is nobody's business: their rows are not looked at.
absl::Status CheckFree(ledger::Work& work, const authz::Grant& grant, const std::string& hash) {
  store::AccessRows rows(work);
  ASSIGN_OR_RETURN(const auto taken, rows.Find(grant.agency_id(), authz::KeyKind::kNativeNumber, hash));
  if (taken.has_value() && taken->case_id != grant.case_id()) {
    return base::Refusal(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_ALREADY_EXISTS,
                         "this number is tied to another case of yours");
  }
  return absl::OkStatus();
}

}  // namespace

void LinkNativeNumber::Handle(const identity::Caller& caller, const v1::LinkNativeNumberRequest& request,
                              Done<v1::LinkNativeNumberResponse> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kLinkNativeNumber);
  if (ready.ok()) ready = Validate(request);
  if (!ready.ok()) return done(ready);
  const absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  RunCommand<v1::LinkNativeNumberRequest, v1::LinkNativeNumberResponse>(
      core_.sequencer, caller, "LinkNativeNumber", request,
      [this, caller, request, signature](ledger::Work& work) -> absl::StatusOr<v1::LinkNativeNumberResponse> {
        ASSIGN_OR_RETURN(authz::Grant grant,
                         CommandGrant(core_, work, caller, authz::Action::kLinkNativeNumber,
                                      authz::KeyKind::kCase, request.case_id(), request.request_id()));
        RETURN_IF_ERROR(CheckFree(work, grant, request.native_number_hash()));
        ASSIGN_OR_RETURN(store::v1::CaseState state, store::ReadCase(work, grant));
        const CaseWriter::Act act{caller, request.officer_pseudonym(), request.request_id(), *signature};
        CaseWriter writer(work, core_.mechanisms, act, std::move(grant), std::move(state));
        referral::Decision decision;
        decision.case_id = request.case_id();
        store::v1::NativeNumberLinked* linked = decision.events.emplace_back().mutable_native_number_linked();
        linked->set_agency_id(caller.agency_id);
        linked->set_native_number_hash(request.native_number_hash());
        RETURN_IF_ERROR(writer.Add(decision));
        RETURN_IF_ERROR(writer.Finish());
        v1::LinkNativeNumberResponse response;
        response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
        return response;
      },
      std::move(done), nullptr,
      KnowsCase(core_, caller, authz::Action::kLinkNativeNumber, authz::KeyKind::kCase, request.case_id()));
}

}  // namespace enlace::service
