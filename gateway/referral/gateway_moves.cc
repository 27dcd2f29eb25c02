#include "gateway/referral/gateway_moves.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/guards.h"
#include "gateway/referral/parties.h"
#include "gateway/referral/submit_form.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

constexpr int kHoldTransition = 2;
constexpr int kDispatchTransition = 3;
constexpr int kRevokeTransition = 19;

// The leg and the gateway's row for it.
struct OwnMove {
  const ReferralRecord* referral;
  v1::Leg leg;
  const Transition* row;
};

absl::StatusOr<OwnMove> Find(const CaseState& state, absl::string_view referral_id, absl::string_view leg_id,
                             int transition) {
  const ReferralRecord* referral = FindReferral(state, referral_id);
  const v1::Leg* leg = referral == nullptr ? nullptr : FindLeg(*referral, leg_id);
  if (leg == nullptr) return base::NotFound();
  const Transition* row = FindOwnTransition(leg->state(), transition);
  if (row == nullptr) {
    return base::TransitionNotAllowed(
        absl::StrCat("T", transition, " does not lead from ", StateText(leg->state())));
  }
  return OwnMove{referral, *leg, row};
}

AdvanceResult Finish(const CaseState& state, OwnMove move, absl::Time now) {
  AdvanceResult result;
  result.case_id = state.case_id();
  result.referral_id = move.referral->referral_id();
  result.events.push_back(Move(result.referral_id, *move.row, now, &move.leg));
  result.transition = move.row->number;
  result.receipt = move.row->receipt;
  result.leg = std::move(move.leg);
  AddNotices(*move.referral, *move.row, result.leg, 0, &result.notices);
  return result;
}

}  // namespace

v1::Leg NewLeg(absl::string_view leg_id, const v1::PlannedLeg& planned, absl::Time now) {
  v1::Leg leg;
  leg.set_leg_id(std::string(leg_id));
  if (planned.has_recipient()) *leg.mutable_recipient() = planned.recipient();
  leg.set_purpose(planned.purpose());
  leg.set_state(v1::LEG_STATE_SUBMITTED);
  leg.set_version(1);
  leg.set_access(planned.access());
  leg.set_routing_rule_id(planned.routing_rule_id());
  *leg.mutable_state_since() = base::ToProto(now);
  return leg;
}

Event Move(absl::string_view referral_id, const Transition& row, absl::Time at, v1::Leg* leg) {
  Event event;
  store::v1::LegTransitioned& moved = *event.mutable_leg_transitioned();
  moved.set_from(leg->state());
  leg->set_state(row.to);
  leg->set_version(leg->version() + 1);
  *leg->mutable_state_since() = base::ToProto(at);
  if (row.to != v1::LEG_STATE_HELD) leg->clear_held_reason();
  if (row.to != v1::LEG_STATE_ON_HOLD && row.to != v1::LEG_STATE_HELD) leg->clear_review_time();
  if (row.to == v1::LEG_STATE_ACCEPTED) leg->set_was_accepted(true);
  moved.set_referral_id(std::string(referral_id));
  moved.set_transition(static_cast<uint32_t>(row.number));
  *moved.mutable_occur_time() = base::ToProto(at);
  *moved.mutable_leg() = *leg;
  return event;
}

namespace {

// Overseers of the referral, or the empty name of those that configuration knows.
std::vector<std::string> Overseers(const ReferralRecord& referral) {
  std::vector<std::string> overseers;
  for (const v1::Leg& leg : referral.legs()) {
    const std::string& agency = leg.recipient().agency_id();
    if (agency.empty() || !MakesOverseer(leg) || Has(kNotDispatched | kTakenBack, leg.state())) continue;
    if (std::find(overseers.begin(), overseers.end(), agency) == overseers.end()) overseers.push_back(agency);
  }
  if (overseers.empty()) overseers.emplace_back();
  return overseers;
}

v1::FeedKind FeedKindFor(const Transition& row) {
  if (row.to == v1::LEG_STATE_DISPATCHED) return v1::FEED_KIND_LEG_DISPATCHED;
  return Has(kTakenBack, row.to) ? v1::FEED_KIND_ACCESS_ENDED : v1::FEED_KIND_LEG_CHANGED;
}

}  // namespace

void AddNotices(const ReferralRecord& referral, const Transition& row, const v1::Leg& leg, size_t event,
                std::vector<NoticeTarget>* notices) {
  if ((row.notify & kTellSender) != 0) {
    notices->push_back({referral.origin().agency_id(), v1::FEED_KIND_LEG_CHANGED, event});
  }
  if ((row.notify & kTellRecipient) != 0 && leg.has_recipient()) {
    notices->push_back({leg.recipient().agency_id(), FeedKindFor(row), event});
  }
  if ((row.notify & kTellOversight) == 0) return;
  for (const std::string& overseer : Overseers(referral)) {
    notices->push_back({overseer, v1::FEED_KIND_LEG_CHANGED, event});
  }
}

void AddHeldNotices(const ReferralRecord& referral, v1::FeedKind kind, size_t event,
                    std::vector<NoticeTarget>* notices) {
  notices->push_back({referral.origin().agency_id(), kind, event});
  for (const std::string& overseer : Overseers(referral)) {
    notices->push_back({overseer, v1::FEED_KIND_LEG_CHANGED, event});
  }
}

void AddNoTakerNotices(const ReferralRecord& referral, size_t event, std::vector<NoticeTarget>* notices) {
  notices->push_back({referral.origin().agency_id(), v1::FEED_KIND_NO_TAKER, event});
  for (const std::string& overseer : Overseers(referral)) {
    notices->push_back({overseer, v1::FEED_KIND_NO_TAKER, event});
  }
}

namespace {

bool HasNoTaker(const CaseState& state, absl::string_view referral_id) {
  const ReferralRecord* referral = FindReferral(state, referral_id);
  return referral != nullptr && DeriveState(*referral) == v1::REFERRAL_STATE_NO_TAKER;
}

}  // namespace

void AddNoTaker(const CaseState& before, absl::string_view referral_id, absl::Time now, Decision* decision) {
  CaseState after = before;
  for (const Event& event : decision->events) Apply(event, now, v1::AgencyRef(), &after);
  if (HasNoTaker(before, referral_id) || !HasNoTaker(after, referral_id)) return;
  const size_t index = decision->events.size();
  Event event;
  event.mutable_notice()->set_kind(v1::FEED_KIND_NO_TAKER);
  event.mutable_notice()->set_detail("every leg ended");
  event.mutable_notice()->set_referral_id(std::string(referral_id));
  decision->events.push_back(std::move(event));
  AddNoTakerNotices(*FindReferral(after, referral_id), index, &decision->notices);
}

absl::StatusOr<AdvanceResult> Dispatch(const CaseState& state, absl::string_view referral_id,
                                       absl::string_view leg_id, const v1::PlannedLeg& planned,
                                       absl::Time now) {
  ASSIGN_OR_RETURN(OwnMove move, Find(state, referral_id, leg_id, kDispatchTransition));
  if (IsExcluded(state, planned.recipient().agency_id()) ||
      !CanOpen(planned, move.referral->sealed(), v1::SealedPayload())) {
    return base::GuardNotMet(absl::StrCat("T3: ", GuardText(Guard::kRouteFound)));
  }
  if (HasOpenLeg(*move.referral, planned.recipient(), planned.purpose(), leg_id)) {
    return base::GuardNotMet(absl::StrCat("T3: ", GuardText(Guard::kNoOtherOpenLeg)));
  }
  *move.leg.mutable_recipient() = planned.recipient();
  move.leg.set_purpose(planned.purpose());
  move.leg.set_access(planned.access());
  move.leg.set_routing_rule_id(planned.routing_rule_id());
  return Finish(state, std::move(move), now);
}

namespace {

// The referral, if it may have a further leg.
absl::StatusOr<const ReferralRecord*> ForAnotherLeg(const CaseState& state, absl::string_view referral_id) {
  const ReferralRecord* referral = FindReferral(state, referral_id);
  if (referral == nullptr) return base::NotFound();
  if (referral->has_consent_withdraw_time()) return base::GuardNotMet(GuardText(Guard::kConsentStands));
  return referral;
}

std::string NextLegId(const ReferralRecord& referral) {
  return base::DeriveLegId(referral.referral_id(), static_cast<size_t>(referral.legs_size()));
}

// Opens the leg, which is in SUBMITTED, and makes the transition.
Decision Open(const CaseState& state, const ReferralRecord& referral, v1::Leg leg, int transition,
              absl::Time now) {
  Decision decision;
  decision.case_id = state.case_id();
  decision.referral_id = referral.referral_id();
  store::v1::LegOpened& opened = *decision.events.emplace_back().mutable_leg_opened();
  opened.set_referral_id(decision.referral_id);
  *opened.mutable_leg() = leg;
  const Transition& row = *FindOwnTransition(leg.state(), transition);
  decision.events.push_back(Move(decision.referral_id, row, now, &leg));
  AddNotices(referral, row, leg, 1, &decision.notices);
  return decision;
}

}  // namespace

absl::StatusOr<Decision> OpenLeg(const CaseState& state, absl::string_view referral_id,
                                 const v1::PlannedLeg& planned, absl::Time now) {
  ASSIGN_OR_RETURN(const ReferralRecord* referral, ForAnotherLeg(state, referral_id));
  return Open(state, *referral, NewLeg(NextLegId(*referral), planned, now), kDispatchTransition, now);
}

absl::StatusOr<Decision> OpenHeldLeg(const CaseState& state, absl::string_view referral_id,
                                     const HeldPurpose& held, absl::Duration remind_after, absl::Time now) {
  ASSIGN_OR_RETURN(const ReferralRecord* referral, ForAnotherLeg(state, referral_id));
  return Open(state, *referral, NewHeldLeg(NextLegId(*referral), held, remind_after, now), kHoldTransition,
              now);
}

absl::StatusOr<AdvanceResult> Hold(const CaseState& state, absl::string_view referral_id,
                                   absl::string_view leg_id, absl::string_view held_reason, absl::Time now) {
  ASSIGN_OR_RETURN(OwnMove move, Find(state, referral_id, leg_id, kHoldTransition));
  move.leg.set_held_reason(std::string(held_reason));
  return Finish(state, std::move(move), now);
}

std::vector<AdvanceResult> RevokeByGateway(const CaseState& state, absl::string_view agency_id,
                                           absl::Time now) {
  std::vector<AdvanceResult> results;
  CaseState running = state;
  for (const ReferralRecord& referral : state.referrals()) {
    for (const v1::Leg& leg : referral.legs()) {
      if (absl::string_view(leg.recipient().agency_id()) != agency_id) continue;
      const Transition* row = FindOwnTransition(leg.state(), kRevokeTransition);
      if (row == nullptr) continue;
      AdvanceResult result = Finish(state, {&referral, leg, row}, now);
      result.void_leg_clocks = true;
      result.access_ended = true;
      // The last leg to go, not each of them, leaves the referral without taker.
      AddNoTaker(running, referral.referral_id(), now, &result);
      for (const Event& event : result.events) Apply(event, now, v1::AgencyRef(), &running);
      results.push_back(std::move(result));
    }
  }
  return results;
}

}  // namespace enlace::referral
