#include "gateway/service/cases/withdraw_consent.h"

#include <memory>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/withdraw_consent.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::WithdrawConsentRequest;
using Response = v1::WithdrawConsentResponse;

struct Withdrawal {
  identity::Caller caller;
  Request request;
  store::v1::ActSignature signature;
};

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Withdrawal& withdrawal) {
  const Request& request = withdrawal.request;
  ASSIGN_OR_RETURN(const authz::Grant grant,
                   CommandGrant(core, work, withdrawal.caller, authz::Action::kWithdrawConsent,
                                authz::KeyKind::kReferral, request.referral_id(), request.request_id()));
  ASSIGN_OR_RETURN(const store::v1::CaseState before, store::ReadCase(work, grant));
  const store::v1::ReferralRecord* referral = referral::FindReferral(before, request.referral_id());
  if (referral == nullptr) return base::InternalError("an access row names a referral that its case has not");
  ASSIGN_OR_RETURN(
      const referral::ConsentResult result,
      referral::WithdrawConsent(before, *referral, withdrawal.caller.ref(), request, work.now()));

  const CaseWriter::Act act{withdrawal.caller, request.officer_pseudonym(), request.request_id(),
                            withdrawal.signature};
  CaseWriter writer(work, core.mechanisms, act, grant, before);
  RETURN_IF_ERROR(writer.AddMoves(result));
  RETURN_IF_ERROR(writer.Finish());
  Response response;
  const bool is_sender = referral->origin().agency_id() == withdrawal.caller.agency_id;
  for (const v1::Leg& leg : result.ended) {
    if (is_sender || leg.recipient().agency_id() == withdrawal.caller.agency_id) {
      *response.add_ended_legs() = leg;
    }
  }
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
  response.mutable_receipt()->set_referral_id(request.referral_id());
  return response;
}

}  // namespace

void WithdrawConsent::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kWithdrawConsent);
  if (ready.ok()) ready = referral::ValidateWithdrawConsent(request);
  if (!ready.ok()) return done(ready);
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto withdrawal = std::make_shared<const Withdrawal>(Withdrawal{caller, request, *std::move(signature)});
  RunCommand<Request, Response>(
      core_.sequencer, caller, "WithdrawConsent", request,
      [this, withdrawal](ledger::Work& work) { return Decide(core_, work, *withdrawal); }, std::move(done),
      nullptr,
      KnowsCase(core_, caller, authz::Action::kWithdrawConsent, authz::KeyKind::kReferral,
                request.referral_id()));
}

}  // namespace enlace::service
