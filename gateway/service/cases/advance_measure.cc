#include "gateway/service/cases/advance_measure.h"

#include <memory>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/catalogue.h"
#include "gateway/protection/advance_measure.h"
#include "gateway/protection/measure_form.h"
#include "gateway/referral/fold.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::AdvanceMeasureRequest;
using Response = v1::AdvanceMeasureResponse;

struct Move {
  identity::Caller caller;
  Request request;
  store::v1::ActSignature signature;
};

absl::Status CheckCode(const mechanism::Mechanism* rules, const Request& request, absl::Time now) {
  if (rules == nullptr || !request.has_request()) return absl::OkStatus();
  const absl::Time at = request.has_occur_time() ? base::FromProto(request.occur_time()) : now;
  return mechanism::CheckCatalogued(*rules, request.request(), at);
}

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Move& move) {
  const Request& request = move.request;
  ASSIGN_OR_RETURN(const authz::Grant grant,
                   CommandGrant(core, work, move.caller, authz::Action::kAdvanceMeasure,
                                authz::KeyKind::kReferral, request.referral_id(), request.request_id()));
  ASSIGN_OR_RETURN(const store::v1::CaseState before, store::ReadCase(work, grant));
  const store::v1::ReferralRecord* referral = referral::FindReferral(before, request.referral_id());
  if (referral == nullptr) return base::InternalError("an access row names a referral that its case has not");
  const mechanism::Mechanism* rules = core.mechanisms.Find(referral->classification().mechanism_id());
  const uint32_t objection_days = rules == nullptr ? 0 : rules->objection_days();
  ASSIGN_OR_RETURN(
      const protection::MeasureResult result,
      protection::AdvanceMeasure(before, *referral, move.caller.ref(), request, objection_days, work.now()));
  RETURN_IF_ERROR(CheckCode(rules, request, work.now()));

  const CaseWriter::Act act{move.caller, request.officer_pseudonym(), request.request_id(), move.signature};
  CaseWriter writer(work, core.mechanisms, act, grant, before);
  RETURN_IF_ERROR(writer.Add(result));
  RETURN_IF_ERROR(writer.Finish());
  Response response;
  *response.mutable_measure() = result.measure;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
  response.mutable_receipt()->set_referral_id(request.referral_id());
  return response;
}

}  // namespace

void AdvanceMeasure::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kAdvanceMeasure);
  if (ready.ok()) ready = protection::ValidateMeasure(request, core_.clock.Now());
  if (!ready.ok()) return done(ready);
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto move = std::make_shared<const Move>(Move{caller, request, *std::move(signature)});
  RunCommand<Request, Response>(
      core_.sequencer, caller, "AdvanceMeasure", request,
      [this, move](ledger::Work& work) { return Decide(core_, work, *move); }, std::move(done), nullptr,
      KnowsCase(core_, caller, authz::Action::kAdvanceMeasure, authz::KeyKind::kReferral,
                request.referral_id()));
}

}  // namespace enlace::service
