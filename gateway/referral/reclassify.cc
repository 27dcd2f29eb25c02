#include "gateway/referral/reclassify.h"

#include <algorithm>
#include <string>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/referral/access.h"
#include "gateway/referral/fold.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/guards.h"
#include "gateway/referral/leg_states.h"
#include "gateway/referral/parties.h"
#include "gateway/referral/submit_form.h"

namespace enlace::referral {
namespace {

using store::v1::CaseState;
using store::v1::Event;
using store::v1::ReferralRecord;

constexpr int kHoldTransition = 2;
constexpr int kDispatchTransition = 3;

// One that nobody has any more because its recipients sent it away is not ended:
// to say who did it can be what brings it to somebody.
bool HasEnded(const ReferralRecord& referral) {
  if (referral.has_consent_withdraw_time()) return true;
  const v1::ReferralState state = DeriveState(referral);
  if (state == v1::REFERRAL_STATE_CLOSED) return true;
  return state == v1::REFERRAL_STATE_NO_TAKER &&
         std::none_of(referral.legs().begin(), referral.legs().end(),
                      [](const v1::Leg& leg) { return Has(kSentAway, leg.state()); });
}

// The note goes with each leg that has the content.
template <typename Event>
void AddNote(const v1::ReclassifyReferralRequest& request, const v1::PlannedLeg& planned, Event* event) {
  if (planned.access() != v1::ACCESS_GRADE_FULL) return;
  *event->mutable_note() = request.sealed_note();
  event->mutable_note()->clear_cms();
}

std::string NextLegId(const ReclassifyInput& input, const ReclassifyResult& result) {
  const auto opened = std::count_if(result.events.begin(), result.events.end(),
                                    [](const Event& event) { return event.has_leg_opened(); });
  return base::DeriveLegId(result.referral_id, static_cast<size_t>(input.referral.legs_size() + opened));
}

// Opens the leg, which is in SUBMITTED.
store::v1::LegOpened& Open(const v1::Leg& leg, ReclassifyResult* result) {
  store::v1::LegOpened& opened = *result->events.emplace_back().mutable_leg_opened();
  opened.set_referral_id(result->referral_id);
  *opened.mutable_leg() = leg;
  return opened;
}

v1::Leg Take(const v1::PlannedLeg& planned, v1::Leg held) {
  *held.mutable_recipient() = planned.recipient();
  held.set_purpose(planned.purpose());
  held.set_access(planned.access());
  held.set_routing_rule_id(planned.routing_rule_id());
  return held;
}

}  // namespace

absl::Status ValidateReclassify(const v1::ReclassifyReferralRequest& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(base::CheckDerivedId("referral_id", request.referral_id()));
  RETURN_IF_ERROR(CheckEnum("perpetrator", request.perpetrator(), v1::PerpetratorCategory_IsValid, true));
  if (request.has_sealed_note()) RETURN_IF_ERROR(CheckSealed("sealed_note", request.sealed_note()));
  RETURN_IF_ERROR(CheckPlannedLegs(request.planned_legs(), "sealed_note", request.sealed_note()));
  return CheckRequiredCode("officer_pseudonym", request.officer_pseudonym());
}

absl::Status MayReclassify(const CaseState& state, const ReferralRecord& referral,
                           absl::string_view agency_id, v1::PerpetratorCategory perpetrator) {
  if (GradeIn(state, referral, agency_id) == v1::ACCESS_GRADE_UNSPECIFIED) return base::NotFound();
  if (absl::string_view(referral.origin().agency_id()) != agency_id) {
    return base::ActorNotAllowed("only the sender of a referral says anew who is alleged to be behind it");
  }
  if (HasEnded(referral)) return base::GuardNotMet("the referral has ended; send a new one in its case");
  if (referral.classification().perpetrator() == perpetrator) {
    return base::InvalidField("perpetrator", "is what the referral says already");
  }
  return absl::OkStatus();
}

std::vector<v1::PlannedLeg> WithoutOpenLeg(const ReferralRecord& referral,
                                           const std::vector<v1::PlannedLeg>& route) {
  std::vector<v1::PlannedLeg> left;
  for (const v1::PlannedLeg& leg : route) {
    if (!HasOpenLeg(referral, leg.recipient(), leg.purpose(), "")) left.push_back(leg);
  }
  return left;
}

absl::StatusOr<ReclassifyResult> Reclassify(const ReclassifyInput& input) {
  for (const v1::PlannedLeg& leg : input.route) {
    if (!IsExcluded(input.state, leg.recipient().agency_id()) &&
        CanOpen(leg, input.request.sealed_note(), v1::SealedPayload())) {
      continue;
    }
    return base::Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ROUTE_CHANGED,
                         "the route has changed: resolve the recipients and seal again");
  }
  ReclassifyResult result;
  result.case_id = input.state.case_id();
  result.referral_id = input.referral.referral_id();
  store::v1::ReferralReclassified& said = *result.events.emplace_back().mutable_referral_reclassified();
  said.set_referral_id(result.referral_id);
  said.set_from(input.referral.classification().perpetrator());
  said.set_to(input.request.perpetrator());
  AddReclassifiedNotices(input.state, result.referral_id, 0, &result.notices);

  std::vector<v1::Leg> held = HeldLegs(input.referral);
  const auto move = [&](int transition, v1::Leg leg) {
    const Transition& row = *FindOwnTransition(leg.state(), transition);
    result.events.push_back(Move(result.referral_id, row, input.now, &leg));
    AddNotices(input.referral, row, leg, result.events.size() - 1, &result.notices);
    result.opened.push_back(std::move(leg));
  };
  for (const v1::PlannedLeg& planned : input.route) {
    const auto waiting = std::find_if(held.begin(), held.end(),
                                      [&](const v1::Leg& leg) { return WaitsFor(leg, planned.purpose()); });
    if (waiting == held.end()) {
      v1::Leg leg = NewLeg(NextLegId(input, result), planned, input.now);
      AddNote(input.request, planned, &Open(leg, &result));
      move(kDispatchTransition, std::move(leg));
    } else {
      move(kDispatchTransition, Take(planned, *waiting));
      AddNote(input.request, planned, result.events.back().mutable_leg_transitioned());
      held.erase(waiting);
    }
  }
  for (const HeldPurpose& unserved : ToHold(input.unserved, held)) {
    v1::Leg leg = NewHeldLeg(NextLegId(input, result), unserved, input.held_reminder, input.now);
    Open(leg, &result);
    move(kHoldTransition, std::move(leg));
  }
  return result;
}

void AddReclassifiedNotices(const CaseState& before, absl::string_view referral_id, size_t event,
                            std::vector<NoticeTarget>* notices) {
  const ReferralRecord* referral = FindReferral(before, referral_id);
  if (referral == nullptr) return;
  for (const AccessGrant& grant : AccessOf(before)) {
    if (absl::string_view(grant.referral_id) != referral_id ||
        grant.agency_id == referral->origin().agency_id()) {
      continue;
    }
    notices->push_back({grant.agency_id, v1::FEED_KIND_REFERRAL_RECLASSIFIED, event});
  }
}

}  // namespace enlace::referral
