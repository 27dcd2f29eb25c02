#include "gateway/protection/advance_measure.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/protection/measure_guards.h"
#include "gateway/protection/measure_parties.h"
#include "gateway/protection/measure_table.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/measures.h"

namespace enlace::protection {
namespace {

using Request = v1::AdvanceMeasureRequest;
using referral::AwaitsImplementation;
using store::v1::CaseState;
using store::v1::ReferralRecord;

// The measure that the request is about, as it stands; a new one is in no state.
absl::StatusOr<v1::Measure> Find(const CaseState& state, const ReferralRecord& referral,
                                 const v1::AgencyRef& caller, const Request& request) {
  if (referral::GradeIn(state, referral, caller.agency_id()) == v1::ACCESS_GRADE_UNSPECIFIED) {
    return base::NotFound();
  }
  if (request.has_request()) {
    v1::Measure measure;
    measure.set_measure_id(base::DeriveMeasureId(caller.agency_id(), request.request_id()));
    measure.set_referral_id(referral.referral_id());
    *measure.mutable_unit() = caller;
    if (referral::FindMeasure(state, referral.referral_id(), measure.measure_id()) == nullptr) return measure;
    return base::TransitionNotAllowed("this request opened a measure already");
  }
  const v1::Measure* measure = referral::FindMeasure(state, referral.referral_id(), request.measure_id());
  if (measure == nullptr) return base::NotFound();
  return *measure;
}

bool MayMake(const CaseState& state, const ReferralRecord& referral, const v1::Measure& measure,
             const v1::AgencyRef& caller, const MeasureTransition& row) {
  if (row.action == Request::kRequest) return AnswersForProtection(referral, caller, /*opens=*/true);
  return MayMove(state, referral, measure, caller, row.actor);
}

absl::Time WhenItHappened(const Request& request, const v1::Measure& measure, absl::Time now) {
  absl::Time at = request.has_occur_time() ? base::FromProto(request.occur_time()) : now;
  at = std::min(at, now);
  return measure.has_state_since_time() ? std::max(at, base::FromProto(measure.state_since_time())) : at;
}

void WriteRequest(const v1::RequestMeasure& request, v1::Measure* measure) {
  measure->set_kind(request.kind());
  measure->set_type(request.type());
  measure->set_national_code(request.national_code());
  measure->set_covers(request.covers());
  measure->set_persons_covered(request.persons_covered());
  measure->set_police_based(request.police_based());
  measure->set_allows_continued_work(request.allows_continued_work());
}

// A measure that is granted or begun anew was not implemented yet as it will be.
void BeginAnew(v1::Measure* measure) {
  measure->clear_implement_time();
  measure->clear_confirm_time();
  measure->clear_valid_until_time();
  measure->clear_unsuitability();
}

void WriteGrant(const ReferralRecord& referral, const v1::GrantMeasure& grant, absl::Time at,
                v1::Measure* measure) {
  BeginAnew(measure);
  measure->set_resolution_number(grant.resolution_number());
  measure->clear_implementer();
  if (grant.has_implementer()) {
    *measure->mutable_implementer() = grant.implementer();
    measure->mutable_implementer()->clear_kind();  // the requester's word
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.recipient().agency_id() != grant.implementer().agency_id()) continue;
      measure->mutable_implementer()->set_kind(leg.recipient().kind());
    }
  }
  *measure->mutable_grant_time() = base::ToProto(at);
}

void EndNotice(v1::Measure* measure) {
  measure->clear_objection_until_time();
  measure->clear_objected();
  measure->clear_reason();
}

// What the action writes into the measure besides its state.
void WriteAction(const ReferralRecord& referral, const Request& request, absl::Time at,
                 v1::Measure* measure) {
  switch (request.action_case()) {
    case Request::kRequest:
      return WriteRequest(request.request(), measure);
    case Request::kConsult:
      return measure->set_consultation(request.consult().outcome());
    case Request::kGrant:
      return WriteGrant(referral, request.grant(), at, measure);
    case Request::kDeny:
      return measure->set_reason(request.deny().reason());
    case Request::kBegin:
      return BeginAnew(measure);
    case Request::kImplement:
      *measure->mutable_implement_time() = base::ToProto(at);
      return;
    case Request::kConfirm:
      *measure->mutable_confirm_time() = base::ToProto(at);
      if (request.confirm().has_valid_until_time()) {
        *measure->mutable_valid_until_time() = request.confirm().valid_until_time();
      }
      return;
    case Request::kReportUnsuitable:
      return measure->set_unsuitability(request.report_unsuitable().reason());
    case Request::kSuspend:
      return measure->set_reason(request.suspend().reason());
    case Request::kResume:
      return EndNotice(measure);
    case Request::kNoticeWithdrawal:
      EndNotice(measure);
      measure->set_reason(request.notice_withdrawal().reason());
      *measure->mutable_objection_until_time() = request.notice_withdrawal().objection_until_time();
      return;
    case Request::kObject:
      return measure->set_objected(true);
    case Request::kWithdraw:
      if (measure->objected()) measure->set_reason(request.withdraw().objection_answer());
      return;
    case Request::kRefuse:
    case Request::ACTION_NOT_SET:
      return;
  }
}

void Move(const MeasureTransition& row, absl::Time at, v1::Measure* measure) {
  measure->set_version(measure->version() + 1);
  if (row.goal == Goal::kStay) return;
  measure->set_state(row.goal == Goal::kReturn ? StateBeneath(*measure) : row.to);
  *measure->mutable_state_since_time() = base::ToProto(at);
}

// How the measures of a referral stand, taken together.
struct Tally {
  bool undecided = false;
  bool awaited = false;
  bool implemented = false;
};

Tally TallyOf(const CaseState& state, absl::string_view referral_id) {
  Tally tally;
  for (const v1::Measure& measure : state.measures()) {
    if (measure.referral_id() != referral_id) continue;
    tally.undecided = tally.undecided || measure.state() == v1::MEASURE_STATE_REQUESTED ||
                      measure.state() == v1::MEASURE_STATE_UNDER_CONSULTATION;
    tally.awaited = tally.awaited || AwaitsImplementation(measure);
    tally.implemented = tally.implemented || (!Has(kEndedMeasure, measure.state()) &&
                                              measure.has_implement_time() && !AwaitsImplementation(measure));
  }
  return tally;
}

// MEASURES_IMPLEMENTED once nothing that was granted is awaited any more. Where
// those concerned refused all that there was, nobody owes them anything. A unit
// that withdraws or denies ends no clock by that.
void AddImplemented(const v1::Measure& before, const Tally& after, absl::Time at, Request::ActionCase action,
                    MeasureResult* result) {
  if (after.awaited) return;
  if (AwaitsImplementation(before) && after.implemented) {
    result->clock_events.push_back({v1::CLOCK_EVENT_MEASURES_IMPLEMENTED, at});
  } else if (action == Request::kRefuse && !after.implemented && !after.undecided) {
    result->void_measure_clocks = true;
  }
}

void AddClockEffects(const CaseState& state, const v1::Measure& before, absl::Time at, absl::Time now,
                     Request::ActionCase action, MeasureResult* result) {
  switch (action) {
    case Request::kGrant:
      if (result->measure.kind() == v1::MEASURE_KIND_URGENT_PROTECTIVE) {
        result->clock_events.push_back({v1::CLOCK_EVENT_URGENT_MEASURES_GRANTED, at});
      }
      result->clock_events.push_back({v1::CLOCK_EVENT_RESOLUTION_ISSUED, at});
      return;
    case Request::kDeny:
      result->clock_events.push_back({v1::CLOCK_EVENT_RESOLUTION_ISSUED, at, /*only_stops=*/true});
      return;
    case Request::kImplement:
    case Request::kRefuse:
    case Request::kWithdraw: {
      CaseState after = state;
      for (const store::v1::Event& event : result->events) {
        referral::Apply(event, now, v1::AgencyRef(), &after);
      }
      return AddImplemented(before, TallyOf(after, result->referral_id), at, action, result);
    }
    default:
      return;
  }
}

void AddNotices(const CaseState& state, const v1::AgencyRef& caller, MeasureResult* result) {
  for (const referral::AccessGrant& grant : referral::AccessOf(state)) {
    if (grant.referral_id != result->referral_id || grant.agency_id == caller.agency_id()) continue;
    result->notices.push_back({grant.agency_id, v1::FEED_KIND_MEASURE_CHANGED, 0});
  }
}

}  // namespace

absl::StatusOr<MeasureResult> AdvanceMeasure(const CaseState& state, const ReferralRecord& referral,
                                             const v1::AgencyRef& caller, const Request& request,
                                             uint32_t objection_days, absl::Time now) {
  ASSIGN_OR_RETURN(const v1::Measure before, Find(state, referral, caller, request));
  if (request.expected_version() != before.version()) {
    return base::VersionConflict(request.expected_version(), before.version());
  }
  const v1::MeasureState from = referral::MeasureStateAt(before, now);
  const MeasureTransition* row = FindMeasureTransition(from, request.action_case());
  if (row == nullptr) {
    return base::TransitionNotAllowed(absl::StrCat("a measure in ", MeasureStateText(from),
                                                   " has no transition ",
                                                   MeasureActionText(request.action_case())));
  }
  if (!MayMake(state, referral, before, caller, *row)) {
    return base::ActorNotAllowed(absl::StrCat("M", row->number, " (", MeasureActionText(row->action),
                                              ") is made by the ", MeasureActorText(row->actor)));
  }
  const absl::Time at = WhenItHappened(request, before, now);
  const uint32_t days = objection_days == 0 ? kObjectionDays : objection_days;
  RETURN_IF_ERROR(CheckMeasureGuards(*row, {referral, before, request, days, at, now}));

  MeasureResult result;
  result.case_id = state.case_id();
  result.referral_id = referral.referral_id();
  result.transition = row->number;
  result.measure = before;
  WriteAction(referral, request, at, &result.measure);
  Move(*row, at, &result.measure);
  if (row->actor != MeasureActor::kConcerned &&
      MayMove(state, referral, before, caller, MeasureActor::kUnit)) {
    *result.measure.mutable_unit() = caller;
  }
  *result.events.emplace_back().mutable_measure_changed() = result.measure;
  AddNotices(state, caller, &result);
  AddClockEffects(state, before, at, now, request.action_case(), &result);
  return result;
}

}  // namespace enlace::protection
