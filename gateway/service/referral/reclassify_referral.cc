#include "gateway/service/referral/reclassify_referral.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/reclassify.h"
#include "gateway/referral/view.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/referral/envelope_check.h"
#include "gateway/service/referral/find_route.h"
#include "gateway/service/responsibility.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::ReclassifyReferralRequest;
using Response = v1::ReclassifyReferralResponse;

// What was checked before the writer's thread, and what it takes along.
struct Change {
  identity::Caller caller;
  Request request;
  std::vector<std::string> note_serials;
  std::vector<v1::Agency> agencies;
  store::v1::ActSignature signature;
};

// Who is competent by the new category, under the rules of the event's date.
absl::StatusOr<mechanism::Route> RouteOf(const Core& core, ledger::Work& work, const Change& change,
                                         const store::v1::CaseState& state,
                                         const store::v1::ReferralRecord& referral) {
  v1::Classification classification = referral.classification();
  classification.set_perpetrator(change.request.perpetrator());
  RouteQuestion question{classification, referral.origin().agency_id()};
  if (referral.has_event_time()) question.event_time = base::FromProto(referral.event_time());
  if (referral.has_petition_time()) question.petition_time = base::FromProto(referral.petition_time());
  question.now = work.now();
  question.agencies = change.agencies;
  for (const store::v1::Exclusion& exclusion : state.exclusions()) {
    question.excluded.insert(exclusion.agency_id());
  }
  ASSIGN_OR_RETURN(FoundRoute found, FindRoute(core, work, question));
  return std::move(found.route);
}

absl::Status KeepNote(const Core& core, ledger::Work& work, const Change& change, const authz::Grant& grant,
                      const std::vector<v1::PlannedLeg>& route) {
  if (!change.request.has_sealed_note()) return absl::OkStatus();
  std::set<std::string> allowed = {change.caller.agency_id};
  for (const v1::PlannedLeg& leg : route) {
    if (leg.access() == v1::ACCESS_GRADE_FULL) allowed.insert(leg.recipient().agency_id());
  }
  const v1::SealedPayload& note = change.request.sealed_note();
  RETURN_IF_ERROR(CheckSealedRecipients(work, "sealed_note", note, change.note_serials, allowed,
                                        core.trust_domain, work.now()));
  return store::WriteSealed(work, grant, note.digest(), note.cms());
}

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Change& change) {
  const Request& request = change.request;
  const identity::Caller& caller = change.caller;
  // Whoever may move its legs is told why it may not; others get no answer but NOT_FOUND.
  ASSIGN_OR_RETURN(const authz::Grant grant,
                   CommandGrant(core, work, caller, authz::Action::kAdvanceLeg, authz::KeyKind::kReferral,
                                request.referral_id(), request.request_id()));
  ASSIGN_OR_RETURN(const store::v1::CaseState before, store::ReadCase(work, grant));
  const store::v1::ReferralRecord* referral = referral::FindReferral(before, request.referral_id());
  if (referral == nullptr) return base::InternalError("an access row names a referral that its case has not");
  RETURN_IF_ERROR(referral::MayReclassify(before, *referral, caller.agency_id, request.perpetrator()));
  ASSIGN_OR_RETURN(const mechanism::Route named, RouteOf(core, work, change, before, *referral));
  referral::ReclassifyInput input{before, *referral, request};
  input.route = referral::WithoutOpenLeg(*referral, PlannedLegsOf(named));
  RETURN_IF_ERROR(CheckPlan(request.planned_legs(), input.route));
  RETURN_IF_ERROR(KeepNote(core, work, change, grant, input.route));
  input.unserved = UnservedOf(named);
  input.held_reminder = HeldReminderOf(core, referral->classification());
  input.now = work.now();
  ASSIGN_OR_RETURN(const referral::ReclassifyResult result, referral::Reclassify(input));

  const CaseWriter::Act act{caller, request.officer_pseudonym(), request.request_id(), change.signature,
                            request.sealed_note().digest()};
  CaseWriter writer(work, core.mechanisms, act, grant, before);
  RETURN_IF_ERROR(writer.Add(result));
  RETURN_IF_ERROR(writer.Finish());
  Response response;
  *response.mutable_referral() =
      referral::ViewReferral(writer.state(), *referral::FindReferral(writer.state(), request.referral_id()),
                             caller.agency_id, v1::ACCESS_GRADE_FULL, work.now());
  FillResponsible(core.mechanisms, writer.state(), caller.agency_id, v1::ACCESS_GRADE_FULL,
                  response.mutable_referral()->mutable_clocks());
  for (const v1::Leg& opened : result.opened) *response.add_opened_legs() = opened;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_REPORT);
  response.mutable_receipt()->set_referral_id(request.referral_id());
  return response;
}

}  // namespace

void ReclassifyReferral::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kAdvanceLeg);
  if (ready.ok()) ready = referral::ValidateReclassify(request);
  if (!ready.ok()) return done(ready);
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto change =
      std::make_shared<Change>(Change{caller, request, {}, core_.roster.Agencies(), *std::move(signature)});
  if (request.has_sealed_note()) {
    absl::StatusOr<std::vector<std::string>> serials = InspectSealed("sealed_note", request.sealed_note());
    if (!serials.ok()) return done(serials.status());
    change->note_serials = *std::move(serials);
  }
  RunCommand<Request, Response>(
      core_.sequencer, caller, "ReclassifyReferral", request,
      [this, change](ledger::Work& work) { return Decide(core_, work, *change); }, std::move(done), nullptr,
      KnowsCase(core_, caller, authz::Action::kAdvanceLeg, authz::KeyKind::kReferral, request.referral_id()));
}

}  // namespace enlace::service
