#include "gateway/service/referral/submit_referral.h"

#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/mechanism/requirements.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/submit.h"
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

using Request = v1::SubmitReferralRequest;
using Response = v1::SubmitReferralResponse;

// What was checked before the writer's thread, and what it takes along.
struct Submission {
  identity::Caller caller;
  Request request;
  std::vector<std::string> serials;
  std::vector<v1::Agency> agencies;
  store::v1::ActSignature signature;
};

// A clock of the mechanism may need what the form leaves optional.
absl::Status CheckRequirements(const Core& core, const Request& request) {
  const mechanism::Mechanism* rules = core.mechanisms.Find(request.classification().mechanism_id());
  if (rules == nullptr) return absl::OkStatus();  // FindRoute names the field.
  const mechanism::Requirements needs = mechanism::RequirementsOf(
      *rules, request.classification().procedure(), base::FromProto(request.petition_time()));
  if (needs.event_time && !request.has_event_time()) {
    return base::InvalidField("event_time",
                              "is required: a clock of this mechanism starts with the incident");
  }
  if (needs.locality && request.classification().territory().locality() == v1::CLOCK_LOCALITY_UNSPECIFIED) {
    return base::InvalidField("classification.territory.locality",
                              "is required: a clock of this mechanism depends on it");
  }
  return absl::OkStatus();
}

absl::StatusOr<FoundRoute> RouteOf(const Core& core, ledger::Work& work, const Submission& submission,
                                   const store::v1::CaseState* existing) {
  const Request& request = submission.request;
  RouteQuestion question{request.classification(), submission.caller.agency_id};
  if (request.has_event_time()) question.event_time = base::FromProto(request.event_time());
  question.petition_time = base::FromProto(request.petition_time());
  question.now = work.now();
  question.agencies = submission.agencies;
  for (const v1::ExcludedAgency& excluded : request.excluded_agencies()) {
    question.excluded.insert(excluded.agency_id());
  }
  if (existing != nullptr) {
    for (const store::v1::Exclusion& exclusion : existing->exclusions()) {
      question.excluded.insert(exclusion.agency_id());
    }
  }
  return FindRoute(core, work, question);
}

absl::Status CheckSeal(const Core& core, ledger::Work& work, const Submission& submission,
                       const mechanism::Route& route) {
  std::set<std::string> allowed = {submission.caller.agency_id};
  for (const mechanism::Choice& choice : route.choices) {
    if (choice.leg.access() == v1::ACCESS_GRADE_FULL) allowed.insert(choice.leg.recipient().agency_id());
  }
  return CheckSealedRecipients(work, "sealed", submission.request.sealed(), submission.serials, allowed,
                               core.trust_domain, work.now());
}

absl::StatusOr<Response> Decide(const Core& core, ledger::Work& work, const Submission& submission) {
  const identity::Caller& caller = submission.caller;
  const Request& request = submission.request;
  const bool opens_case = request.case_id().empty();
  const std::string case_id =
      opens_case ? base::DeriveCaseId(caller.agency_id, request.request_id()) : request.case_id();
  absl::StatusOr<authz::Grant> grant =
      opens_case ? core.authorizer.AuthorizeNewCase(caller, case_id)
                 : CommandGrant(core, work, caller, authz::Action::kSubmitReferral, authz::KeyKind::kCase,
                                case_id, request.request_id());
  if (!grant.ok()) return grant.status();
  store::v1::CaseState before;
  if (!opens_case) {
    ASSIGN_OR_RETURN(before, store::ReadCase(work, *grant));
  }

  ASSIGN_OR_RETURN(const FoundRoute found, RouteOf(core, work, submission, opens_case ? nullptr : &before));
  referral::SubmitInput input{caller.ref(), request};
  input.route = PlannedLegsOf(found.route);
  RETURN_IF_ERROR(CheckPlan(request.planned_legs(), input.route));
  RETURN_IF_ERROR(CheckSeal(core, work, submission, found.route));
  input.held_reason = found.route.held_reason;
  input.unserved = UnservedOf(found.route);
  input.held_reminder = HeldReminderOf(core, request.classification());
  input.existing = opens_case ? nullptr : &before;
  input.now = work.now();
  ASSIGN_OR_RETURN(const referral::Decision decision, referral::Submit(input));

  RETURN_IF_ERROR(store::WriteSealed(work, *grant, request.sealed().digest(), request.sealed().cms()));
  const CaseWriter::Act act{caller, request.officer_pseudonym(), request.request_id(), submission.signature};
  CaseWriter writer(work, core.mechanisms, act, *grant, before);
  RETURN_IF_ERROR(writer.Add(decision));
  RETURN_IF_ERROR(writer.Finish());

  const store::v1::ReferralRecord* record = referral::FindReferral(writer.state(), decision.referral_id);
  if (record == nullptr) return base::InternalError("a submitted referral is not in its case");
  Response response;
  *response.mutable_referral() =
      referral::ViewReferral(writer.state(), *record, caller.agency_id, v1::ACCESS_GRADE_FULL, work.now());
  FillResponsible(core.mechanisms, writer.state(), caller.agency_id, v1::ACCESS_GRADE_FULL,
                  response.mutable_referral()->mutable_clocks());
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_SUBMISSION);
  response.mutable_receipt()->set_referral_id(decision.referral_id);
  return response;
}

}  // namespace

void SubmitReferral::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  absl::Status ready = core_.authorizer.CheckRole(caller, authz::Action::kSubmitReferral);
  if (ready.ok()) ready = referral::ValidateSubmit(request, core_.clock.Now());
  if (ready.ok()) ready = CheckRequirements(core_, request);
  if (!ready.ok()) return done(ready);
  absl::StatusOr<std::vector<std::string>> serials = InspectSealed("sealed", request.sealed());
  if (!serials.ok()) return done(serials.status());
  absl::StatusOr<store::v1::ActSignature> signature = CheckActSignature(core_, caller, request);
  if (!signature.ok()) return done(signature.status());
  auto submission = std::make_shared<const Submission>(
      Submission{caller, request, *std::move(serials), core_.roster.Agencies(), *std::move(signature)});
  // Nobody takes a case from the agency that opened it (referral::Submit), so
  // that only a referral to an existing case can be about an unknown one.
  MayKnow may_know;
  if (!request.case_id().empty()) {
    may_know =
        KnowsCase(core_, caller, authz::Action::kSubmitReferral, authz::KeyKind::kCase, request.case_id());
  }
  RunCommand<Request, Response>(
      core_.sequencer, caller, "SubmitReferral", request,
      [this, submission](ledger::Work& work) { return Decide(core_, work, *submission); }, std::move(done),
      nullptr, std::move(may_know));
}

}  // namespace enlace::service
