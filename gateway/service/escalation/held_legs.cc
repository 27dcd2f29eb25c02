#include "gateway/service/escalation/held_legs.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/guards.h"
#include "gateway/referral/parties.h"
#include "gateway/service/referral/find_route.h"

namespace enlace::service {
namespace {

using store::v1::CaseState;
using store::v1::ReferralRecord;

absl::StatusOr<mechanism::Route> RouteOf(const Core& core, store::Reader& reader, const CaseState& state,
                                         const ReferralRecord& referral,
                                         absl::Span<const v1::Agency> agencies, absl::Time now) {
  RouteQuestion question{referral.classification(), referral.origin().agency_id()};
  if (referral.has_event_time()) question.event_time = base::FromProto(referral.event_time());
  if (referral.has_petition_time()) question.petition_time = base::FromProto(referral.petition_time());
  question.now = now;
  question.agencies = agencies;
  for (const store::v1::Exclusion& exclusion : state.exclusions()) {
    question.excluded.insert(exclusion.agency_id());
  }
  ASSIGN_OR_RETURN(FoundRoute found, FindRoute(core, reader, question));
  return std::move(found.route);
}

// The reminder, if it is time for one or if the reason is news.
std::vector<referral::Decision> Remind(const Core& core, const CaseState& state,
                                       const ReferralRecord& referral, const v1::Leg& leg,
                                       const std::string& reason, v1::FeedKind kind, absl::Time judged) {
  const bool is_time = leg.has_review_time() && base::FromProto(leg.review_time()) <= judged;
  if (!is_time && reason == leg.held_reason()) return {};
  const absl::Duration every = HeldReminderOf(core, referral.classification());
  referral::Decision decision;
  decision.case_id = state.case_id();
  decision.referral_id = referral.referral_id();
  store::v1::LegReminded& reminded = *decision.events.emplace_back().mutable_leg_reminded();
  reminded.set_referral_id(referral.referral_id());
  reminded.set_leg_id(leg.leg_id());
  reminded.set_held_reason(reason);
  reminded.set_kind(kind);
  *reminded.mutable_review_time() = base::ToProto(judged + every);
  referral::AddHeldNotices(referral, kind, 0, &decision.notices);
  return {std::move(decision)};
}

// Whether the agency was ever asked for this in the referral: a leg that waits is
// for somebody else.
bool WasAsked(const ReferralRecord& referral, const v1::PlannedLeg& planned) {
  return std::any_of(referral.legs().begin(), referral.legs().end(), [&](const v1::Leg& leg) {
    return leg.purpose() == planned.purpose() &&
           leg.recipient().agency_id() == planned.recipient().agency_id();
  });
}

// Whether the choice is what the leg waits for: somebody who acts, and for its
// purpose if it has one. Whoever is only informed does not end the waiting.
bool Serves(const ReferralRecord& referral, const v1::Leg& leg, const v1::PlannedLeg& planned) {
  if (leg.purpose() == v1::LEG_PURPOSE_UNSPECIFIED) return !referral::OnlyInforms(planned.purpose());
  return leg.purpose() == planned.purpose() && !WasAsked(referral, planned);
}

// Why nobody can be asked, as the rules stand now.
std::string ReasonOf(const mechanism::Route& route, const v1::Leg& leg) {
  for (const mechanism::Unserved& unserved : route.unserved) {
    if (leg.purpose() == unserved.purpose) return unserved.reason;
  }
  if (!route.held_reason.empty()) return route.held_reason;
  if (leg.purpose() != v1::LEG_PURPOSE_UNSPECIFIED || route.unserved.empty()) return leg.held_reason();
  return route.unserved.front().reason;
}

// Dispatches the leg, and opens those that the route names besides: all of them if
// the whole referral waited, otherwise those of the leg's purpose.
absl::StatusOr<std::vector<referral::Decision>> Dispatch(const Core& core, const CaseState& state,
                                                         const HeldLeg& held, const mechanism::Route& route,
                                                         const mechanism::Choice& first, absl::Time now) {
  ASSIGN_OR_RETURN(referral::AdvanceResult moved,
                   referral::Dispatch(state, held.referral_id, held.leg_id, first.leg, now));
  const ReferralRecord& before = *referral::FindReferral(state, held.referral_id);
  const v1::Leg waited = *referral::FindLeg(before, held.leg_id);
  CaseState running = state;
  std::vector<referral::Decision> decisions;
  const auto add = [&](referral::Decision decision) {
    for (const store::v1::Event& event : decision.events) {
      referral::Apply(event, now, v1::AgencyRef(), &running);
    }
    decisions.push_back(std::move(decision));
  };
  // First, since a replay tells those of T2 who oversaw the referral before.
  if (waited.purpose() == v1::LEG_PURPOSE_UNSPECIFIED) {
    for (const referral::HeldPurpose& unserved : referral::ToHold(UnservedOf(route), {})) {
      ASSIGN_OR_RETURN(referral::Decision opened,
                       referral::OpenHeldLeg(running, held.referral_id, unserved,
                                             HeldReminderOf(core, before.classification()), now));
      add(std::move(opened));
    }
  }
  add(std::move(moved));
  for (const mechanism::Choice& choice : route.choices) {
    const ReferralRecord& referral = *referral::FindReferral(running, held.referral_id);
    if (&choice == &first) continue;
    if (waited.purpose() != v1::LEG_PURPOSE_UNSPECIFIED && !Serves(before, waited, choice.leg)) continue;
    if (!referral::CanOpen(choice.leg, referral.sealed(), v1::SealedPayload()) ||
        referral::HasOpenLeg(referral, choice.leg.recipient(), choice.leg.purpose(), "")) {
      continue;
    }
    ASSIGN_OR_RETURN(referral::Decision opened,
                     referral::OpenLeg(running, held.referral_id, choice.leg, now));
    add(std::move(opened));
  }
  return decisions;
}

}  // namespace

std::vector<HeldLeg> HeldLegsOf(const CaseState& state) {
  std::vector<HeldLeg> held;
  for (const ReferralRecord& referral : state.referrals()) {
    for (const v1::Leg& leg : referral.legs()) {
      if (leg.state() == v1::LEG_STATE_HELD) held.push_back({referral.referral_id(), leg.leg_id()});
    }
  }
  return held;
}

absl::StatusOr<std::vector<referral::Decision>> ReconsiderHeld(const Core& core, store::Reader& reader,
                                                               const CaseState& state, const HeldLeg& held,
                                                               absl::Span<const v1::Agency> agencies,
                                                               absl::Time judged) {
  const ReferralRecord* referral = referral::FindReferral(state, held.referral_id);
  const v1::Leg* leg = referral == nullptr ? nullptr : referral::FindLeg(*referral, held.leg_id);
  if (leg == nullptr) return std::vector<referral::Decision>();
  absl::StatusOr<mechanism::Route> route = RouteOf(core, reader, state, *referral, agencies, judged);
  if (!route.ok()) {
    // The rules are not known any more: the last reason stands.
    if (!absl::IsInvalidArgument(route.status())) return route.status();
    return Remind(core, state, *referral, *leg, leg->held_reason(), v1::FEED_KIND_LEG_CHANGED, judged);
  }
  const auto acts = std::find_if(route->choices.begin(), route->choices.end(),
                                 [&](const auto& choice) { return Serves(*referral, *leg, choice.leg); });
  if (acts == route->choices.end()) {
    return Remind(core, state, *referral, *leg, ReasonOf(*route, *leg), v1::FEED_KIND_LEG_CHANGED, judged);
  }
  absl::StatusOr<std::vector<referral::Decision>> dispatched =
      Dispatch(core, state, held, *route, *acts, judged);
  if (dispatched.ok() || !absl::IsFailedPrecondition(dispatched.status())) return dispatched;
  return Remind(core, state, *referral, *leg,
                absl::StrCat("The agency ", acts->leg.recipient().agency_id(),
                             " is competent now, and cannot open what was sealed before it was; send the "
                             "referral again and withdraw this one."),
                v1::FEED_KIND_RESEAL_REQUESTED, judged);
}

}  // namespace enlace::service
