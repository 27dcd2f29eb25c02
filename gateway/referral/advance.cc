#include "gateway/referral/advance.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/guards.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/parties.h"
#include "gateway/referral/transition_table.h"
#include "gateway/referral/view.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;
using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

constexpr int kDispatchTransition = 3;

// One decision in the making.
struct Making {
  const CaseState& state;
  const ReferralRecord& referral;
  const Request& request;
  const AdvanceContext& context;
  const Transition& row;
  absl::Time at;
  absl::Time now;
  AdvanceResult result;
};

absl::Time WhenItHappened(const Request& request, const v1::Leg& leg, absl::Time now) {
  absl::Time at = request.has_occur_time() ? base::FromProto(request.occur_time()) : now;
  at = std::min(at, now);
  return leg.has_state_since() ? std::max(at, base::FromProto(leg.state_since())) : at;
}

Party PartyOfCaller(const ReferralRecord& referral, const v1::Leg& leg, const v1::AgencyRef& caller) {
  const Party party = PartyOf(referral, leg, caller.agency_id());
  // An ombudsman that is not the sender oversees, whatever the leg says.
  if (caller.kind() == v1::AGENCY_KIND_OMBUDSMAN && party == Party::kRecipient) return Party::kOversight;
  return party;
}

absl::Status Refuse(const Transition& row, Party party) {
  return base::ActorNotAllowed(absl::StrCat("T", row.number, " (", ActionText(row.action),
                                            ") is made by the ", ActorText(row.actor), ", not by ",
                                            PartyText(party)));
}

// What the action writes into the leg besides its state.
void WriteAction(const Request& request, v1::Leg* leg) {
  switch (request.action_case()) {
    case Request::kDecline:
      leg->set_decline_reason(request.decline().reason());
      leg->set_decision_side(request.decline().side());
      break;
    case Request::kReturnNotCompetent:
      leg->set_decline_reason(request.return_not_competent().ground());
      if (request.return_not_competent().has_suggested_agency()) {
        *leg->mutable_suggested_agency() = request.return_not_competent().suggested_agency();
        leg->mutable_suggested_agency()->clear_kind();  // the requester's word
      }
      break;
    case Request::kHold:
      *leg->mutable_review_time() = request.hold().review_time();
      break;
    default:
      break;
  }
}

// Puts the request's note into the event that its author causes.
void AddNote(const Request& request, Event* event) {
  if (request.sealed_note().digest().empty()) return;
  v1::SealedPayload* note = event->has_leg_opened() ? event->mutable_leg_opened()->mutable_note()
                                                    : event->mutable_leg_transitioned()->mutable_note();
  *note = request.sealed_note();
  note->clear_cms();
}

// Opens and dispatches a leg in place of `replaced`; its id.
std::string OpenLeg(const v1::PlannedLeg& planned, const v1::Leg& replaced, Making* making) {
  AdvanceResult& result = making->result;
  const size_t ordinal = making->referral.legs_size() + result.opened.size();
  v1::Leg leg = NewLeg(base::DeriveLegId(result.referral_id, ordinal), planned, making->now);
  leg.set_replaces_leg_id(replaced.leg_id());
  Event opened;
  opened.mutable_leg_opened()->set_referral_id(result.referral_id);
  *opened.mutable_leg_opened()->mutable_leg() = leg;
  result.events.push_back(std::move(opened));
  const Transition& row = *FindOwnTransition(leg.state(), kDispatchTransition);
  result.events.push_back(Move(result.referral_id, row, making->now, &leg));
  AddNotices(making->referral, row, leg, result.events.size() - 1, &result.notices);
  result.opened.push_back(leg);
  return leg.leg_id();
}

bool SaysNotCompetent(const Request& request) {
  if (request.action_case() == Request::kReturnNotCompetent) return true;
  if (request.action_case() != Request::kDecline) return false;
  const v1::DeclineReason reason = request.decline().reason();
  return reason == v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY ||
         reason == v1::DECLINE_REASON_NOT_COMPETENT_SUBJECT_MATTER ||
         reason == v1::DECLINE_REASON_NOT_COMPETENT_PERPETRATOR;
}

// Whether the next leg can be opened now. The leg that is being sent away does
// not stand in the way of its own successor.
bool CanReroute(const Making& making, const v1::Leg& leg) {
  const absl::optional<v1::PlannedLeg>& next = making.context.next_leg;
  return next.has_value() && !next->recipient().agency_id().empty() &&
         next->recipient().agency_id() != leg.recipient().agency_id() &&
         !IsExcluded(making.state, next->recipient().agency_id()) &&
         CanOpen(*next, making.referral.sealed(), making.request.sealed_note()) &&
         !HasOpenLeg(making.referral, next->recipient(), next->purpose(), leg.leg_id());
}

// T11 and T12 for want of competence: on to the next agency, or back to the
// sender to seal for it. An excluded or unknown agency gets the same answer as
// one the payload is not sealed to.
void AddReroute(v1::Leg leg, Making* making) {
  AdvanceResult& result = making->result;
  const bool reroute = CanReroute(*making, leg);
  if (reroute && making->request.action_case() == Request::kReturnNotCompetent) {
    leg.set_superseded_by_leg_id(base::DeriveLegId(result.referral_id, making->referral.legs_size()));
  }
  result.events.push_back(Move(result.referral_id, making->row, making->at, &leg));
  AddNote(making->request, &result.events.back());
  AddNotices(making->referral, making->row, leg, 0, &result.notices);
  if (reroute) {
    OpenLeg(*making->context.next_leg, leg, making);
  } else {
    Event notice;
    notice.mutable_notice()->set_kind(v1::FEED_KIND_RESEAL_REQUESTED);
    notice.mutable_notice()->set_detail(leg.leg_id());
    notice.mutable_notice()->set_referral_id(result.referral_id);
    result.events.push_back(std::move(notice));
    result.notices.push_back(
        {making->referral.origin().agency_id(), v1::FEED_KIND_RESEAL_REQUESTED, result.events.size() - 1});
  }
  result.leg = std::move(leg);
}

// T10 of a successor: the leg that it replaces goes over in the same decision.
void AddHandover(const v1::Leg& successor, Making* making) {
  const v1::Leg* old = FindLeg(making->referral, successor.replaces_leg_id());
  if (old == nullptr) return;
  const Transition* row = FindTransition(old->state(), Request::kTransfer);
  if (row == nullptr) return;
  v1::Leg leg = *old;
  leg.set_superseded_by_leg_id(successor.leg_id());
  AdvanceResult& result = making->result;
  const absl::Time since = base::FromProto(old->state_since());
  result.events.push_back(Move(result.referral_id, *row, std::max(making->at, since), &leg));
  AddNotices(making->referral, *row, leg, result.events.size() - 1, &result.notices);
}

void AddMove(v1::Leg leg, Making* making) {
  AdvanceResult& result = making->result;
  result.events.push_back(Move(result.referral_id, making->row, making->at, &leg));
  AddNote(making->request, &result.events.back());
  AddNotices(making->referral, making->row, leg, 0, &result.notices);
  if (making->row.to == v1::LEG_STATE_ACCEPTED) AddHandover(leg, making);
  result.leg = std::move(leg);
}

// T20: the leg stays; its note goes with the successor's leg. Not with its
// dispatch, which is the gateway's own and would leave the note without author.
void AddTransfer(const v1::Leg& leg, Making* making) {
  OpenLeg(*making->context.next_leg, leg, making);
  AddNote(making->request, &making->result.events.front());
  making->result.notices.push_back(
      {making->referral.origin().agency_id(), v1::FEED_KIND_LEG_CHANGED, making->result.events.size() - 1});
  making->result.leg = leg;
}

v1::ClockEvent ClockEventOf(const Request& request) {
  switch (request.action_case()) {
    case Request::kConfirmDelivery:
      return v1::CLOCK_EVENT_REFERRAL_DELIVERED;
    case Request::kConfirmReception:
      return v1::CLOCK_EVENT_REFERRAL_RECEIVED;
    case Request::kAccept:
    case Request::kDecline:
      return v1::CLOCK_EVENT_REFERRAL_DECIDED;
    case Request::kReturnNotCompetent:
      return v1::CLOCK_EVENT_REFERRAL_DECIDED;
    case Request::kBeginWork:
      return request.begin_work().act();
    case Request::kComplete:
      switch (request.complete().outcome()) {
        case v1::OUTCOME_MEASURES_IMPLEMENTED:
          return v1::CLOCK_EVENT_MEASURES_IMPLEMENTED;
        case v1::OUTCOME_ANALYSIS_PRESENTED:
          return v1::CLOCK_EVENT_RISK_ANALYSIS_PRESENTED;
        case v1::OUTCOME_INVESTIGATION_HANDED_ON:
          return v1::CLOCK_EVENT_STATUS_MOVED;
        default:
          return v1::CLOCK_EVENT_UNSPECIFIED;
      }
    default:
      return v1::CLOCK_EVENT_UNSPECIFIED;
  }
}

// Whether every leg but this one is an error already.
bool EveryOtherLegIsAnError(const ReferralRecord& referral, const v1::Leg& leg) {
  return std::all_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& other) {
    return other.leg_id() == leg.leg_id() || other.state() == v1::LEG_STATE_ENTERED_IN_ERROR;
  });
}

void AddClockEffects(Making* making) {
  AdvanceResult& result = making->result;
  const v1::ClockEvent event = ClockEventOf(making->request);
  if (event != v1::CLOCK_EVENT_UNSPECIFIED) result.clock_events.push_back({event, making->at});
  // Whoever takes an investigation on is asked from then on what moves in it.
  if (making->request.has_accept() && result.leg.purpose() == v1::LEG_PURPOSE_INVESTIGATION) {
    result.clock_events.push_back({v1::CLOCK_EVENT_STATUS_MOVED, making->at});
  }
  result.access_ended = Has(kTakenBack, making->row.to);
  result.void_leg_clocks = result.access_ended;
  switch (making->request.action_case()) {
    case Request::kWithdraw:
      result.void_clocks = making->request.withdraw().petition_withdrawn();
      break;
    case Request::kMarkEnteredInError:
      result.void_clocks = EveryOtherLegIsAnError(making->referral, result.leg);
      break;
    case Request::kDecline:
      result.void_measure_clocks = making->request.decline().reason() == v1::DECLINE_REASON_SUBJECT_DECLINED;
      break;
    default:
      break;
  }
}

}  // namespace

absl::StatusOr<AdvanceResult> Advance(const CaseState& state, const ReferralRecord& referral,
                                      const v1::AgencyRef& caller, const Request& request,
                                      const AdvanceContext& context, absl::Time now) {
  const v1::Leg* leg = FindLeg(referral, request.leg_id());
  if (leg == nullptr || !MayKnowLeg(state, referral, *leg, caller.agency_id())) return base::NotFound();
  if (request.expected_version() != leg->version()) {
    return base::VersionConflict(request.expected_version(), leg->version());
  }
  const Transition* row = FindTransition(leg->state(), request.action_case());
  if (row == nullptr) {
    return base::TransitionNotAllowed(absl::StrCat("a leg in ", StateText(leg->state()),
                                                   " has no transition ", ActionText(request.action_case())));
  }
  const Party party = PartyOfCaller(referral, *leg, caller);
  if (!MayActAs(party, row->actor)) return Refuse(*row, party);
  RETURN_IF_ERROR(CheckGuards(*row, {state, referral, *leg, request, context.next_leg, now}));

  Making making{state, referral, request, context, *row, WhenItHappened(request, *leg, now), now, {}};
  making.result.case_id = state.case_id();
  making.result.referral_id = referral.referral_id();
  making.result.transition = row->number;
  making.result.receipt = row->receipt;
  v1::Leg moved = *leg;
  WriteAction(request, &moved);
  if (row->deferred) {
    AddTransfer(*leg, &making);
  } else if (SaysNotCompetent(request)) {
    AddReroute(std::move(moved), &making);
  } else {
    AddMove(std::move(moved), &making);
  }
  AddClockEffects(&making);
  AddNoTaker(state, referral.referral_id(), now, &making.result);
  return std::move(making.result);
}

}  // namespace enlace::referral
