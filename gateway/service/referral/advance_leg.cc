#include "gateway/service/referral/advance_leg.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/validity.h"
#include "gateway/referral/advance.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/view.h"
#include "gateway/service/act_signature.h"
#include "gateway/service/case_writer.h"
#include "gateway/service/command.h"
#include "gateway/service/look.h"
#include "gateway/service/referral/envelope_check.h"
#include "gateway/service/referral/find_route.h"
#include "gateway/store/case_rows.h"

namespace enlace::service {
namespace {

using Request = v1::AdvanceLegRequest;
using Response = v1::AdvanceLegResponse;

struct Move {
  identity::Caller caller;
  Request request;
  std::vector<std::string> note_serials;
  std::vector<v1::Agency> agencies;
  store::v1::ActSignature signature;
};

absl::optional<v1::PlannedLeg> LegTo(const Move& move, const v1::AgencyRef& agency, const v1::Leg& like,
                                     v1::LegPurpose purpose, absl::string_view rule_id, absl::Time now) {
  for (const v1::Agency& known : move.agencies) {
    if (known.agency_id() != agency.agency_id() || !mechanism::HasMandateAt(known, now)) continue;
    v1::PlannedLeg planned;
    *planned.mutable_recipient() = agency;
    planned.mutable_recipient()->set_kind(known.kind());
    planned.set_purpose(purpose == v1::LEG_PURPOSE_UNSPECIFIED ? like.purpose() : purpose);
    planned.set_access(like.access());
    planned.set_routing_rule_id(std::string(rule_id));
    return planned;
  }
  return absl::nullopt;
}

// Whether the recipient says that somebody else did it than the sender thought.
bool ContestsPerpetrator(const Request& request) {
  return request.has_decline()
             ? request.decline().reason() == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR
             : request.return_not_competent().ground() == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR;
}

// Whom the rules name for the same purpose, once those who had a leg for it are
// left out. Where the perpetrator's category is contested, nobody is left out for
// its sake.
absl::StatusOr<absl::optional<v1::PlannedLeg>> NextByRule(const Core& core, ledger::Work& work,
                                                          const Move& move, const store::v1::CaseState& state,
                                                          const store::v1::ReferralRecord& referral,
                                                          const v1::Leg& leg) {
  v1::Classification classification = referral.classification();
  if (ContestsPerpetrator(move.request))
    classification.set_perpetrator(v1::PERPETRATOR_CATEGORY_UNIDENTIFIED);
  RouteQuestion question{classification, referral.origin().agency_id()};
  if (referral.has_event_time()) question.event_time = base::FromProto(referral.event_time());
  if (referral.has_petition_time()) question.petition_time = base::FromProto(referral.petition_time());
  question.now = work.now();
  question.agencies = move.agencies;
  for (const store::v1::Exclusion& exclusion : state.exclusions())
    question.excluded.insert(exclusion.agency_id());
  for (const v1::Leg& other : referral.legs()) {
    if (other.purpose() == leg.purpose()) question.excluded.insert(other.recipient().agency_id());
  }
  ASSIGN_OR_RETURN(const FoundRoute found, FindRoute(core, work, question));
  for (const mechanism::Choice& choice : found.route.choices) {
    if (choice.leg.purpose() == leg.purpose()) return absl::optional<v1::PlannedLeg>(choice.leg);
  }
  return absl::optional<v1::PlannedLeg>();
}

absl::StatusOr<referral::AdvanceContext> ContextOf(const Core& core, ledger::Work& work, const Move& move,
                                                   const store::v1::CaseState& state,
                                                   const store::v1::ReferralRecord& referral) {
  referral::AdvanceContext context;
  const v1::Leg* leg = referral::FindLeg(referral, move.request.leg_id());
  if (leg == nullptr) return context;
  switch (move.request.action_case()) {
    case Request::kReturnNotCompetent:
      if (!move.request.return_not_competent().suggested_agency().agency_id().empty()) {
        context.next_leg = LegTo(move, move.request.return_not_competent().suggested_agency(), *leg,
                                 leg->purpose(), "suggested", work.now());
        if (context.next_leg.has_value()) return context;
      }
      [[fallthrough]];
    case Request::kDecline: {
      ASSIGN_OR_RETURN(context.next_leg, NextByRule(core, work, move, state, referral, *leg));
      return context;
    }
    case Request::kTransfer:
      context.next_leg = LegTo(move, move.request.transfer().successor(), *leg,
                               move.request.transfer().purpose(), "transfer", work.now());
      return context;
    default:
      return context;
  }
}

absl::Status KeepNote(const Core& core, ledger::Work& work, const Move& move, const authz::Grant& grant,
                      const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
                      const referral::AdvanceContext& context) {
  if (!move.request.has_sealed_note()) return absl::OkStatus();
  // A note may reach those with a part in the referral, and nobody else.
  std::set<std::string> allowed = {referral.origin().agency_id(), move.caller.agency_id};
  for (const v1::Leg& leg : referral.legs()) {
    if (referral::MayKnowLeg(state, referral, leg, move.caller.agency_id) &&
        leg.access() == v1::ACCESS_GRADE_FULL) {
      allowed.insert(leg.recipient().agency_id());
    }
  }
  // And the one that takes over, who reads the content in this note. Whether it is
  // excluded plays no part, lest the answer tell.
  if (context.next_leg.has_value() && context.next_leg->access() == v1::ACCESS_GRADE_FULL) {
    allowed.insert(context.next_leg->recipient().agency_id());
  }
  RETURN_IF_ERROR(CheckSealedRecipients(work, "sealed_note", move.request.sealed_note(), move.note_serials,
                                        allowed, core.trust_domain, work.now()));
  return store::WriteSealed(work, grant, move.request.sealed_note().digest(),
                            move.request.sealed_note().cms());
}

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Move& move) {
  const Request& request = move.request;
  ASSIGN_OR_RETURN(const authz::Grant grant,
                   CommandGrant(core, work, move.caller, authz::Action::kAdvanceLeg,
                                authz::KeyKind::kReferral, request.referral_id(), request.request_id()));
  ASSIGN_OR_RETURN(const store::v1::CaseState before, store::ReadCase(work, grant));
  const store::v1::ReferralRecord* referral = referral::FindReferral(before, request.referral_id());
  if (referral == nullptr) return base::InternalError("an access row names a referral that its case has not");
  ASSIGN_OR_RETURN(const referral::AdvanceContext context, ContextOf(core, work, move, before, *referral));
  ASSIGN_OR_RETURN(const referral::AdvanceResult result,
                   referral::Advance(before, *referral, move.caller.ref(), request, context, work.now()));
  RETURN_IF_ERROR(KeepNote(core, work, move, grant, before, *referral, context));

  const CaseWriter::Act act{move.caller, request.officer_pseudonym(), request.request_id(), move.signature,
                            request.sealed_note().digest()};
  CaseWriter writer(work, core.mechanisms, act, grant, before);
  RETURN_IF_ERROR(writer.Add(result));
  RETURN_IF_ERROR(writer.Finish());
  Response response;
  *response.mutable_leg() = result.leg;
  for (const v1::Leg& opened : result.opened) *response.add_opened_legs() = opened;
  response.mutable_receipt()->set_kind(result.receipt);
  response.mutable_receipt()->set_referral_id(request.referral_id());
  // A transfer does not move its leg yet: its record is the opening of the next.
  response.mutable_receipt()->set_leg_id(request.has_transfer() ? result.opened.front().leg_id()
                                                                : request.leg_id());
  return response;
}

}  // namespace

void AdvanceLeg::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kAdvanceLeg);
  if (ready.ok()) ready = referral::ValidateAdvance(request, core_.clock.Now());
  if (!ready.ok()) return done(ready);
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto move =
      std::make_shared<Move>(Move{caller, request, {}, core_.roster.Agencies(), *std::move(signature)});
  if (request.has_sealed_note()) {
    absl::StatusOr<std::vector<std::string>> serials = InspectSealed("sealed_note", request.sealed_note());
    if (!serials.ok()) return done(serials.status());
    move->note_serials = *std::move(serials);
  }
  RunCommand<Request, Response>(
      core_.sequencer, caller, "AdvanceLeg", request,
      [this, move](ledger::Work& work) { return Decide(core_, work, *move); }, std::move(done), nullptr,
      KnowsCase(core_, caller, authz::Action::kAdvanceLeg, authz::KeyKind::kReferral, request.referral_id()));
}

}  // namespace enlace::service
