#include "gateway/referral/held_purpose.h"

#include <algorithm>

#include "gateway/base/time_text.h"
#include "gateway/referral/gateway_moves.h"
#include "gateway/referral/parties.h"

namespace enlace::referral {

bool WaitsFor(const v1::Leg& leg, v1::LegPurpose purpose) {
  return leg.state() == v1::LEG_STATE_HELD && !leg.has_recipient() && !OnlyInforms(purpose) &&
         (leg.purpose() == v1::LEG_PURPOSE_UNSPECIFIED || leg.purpose() == purpose);
}

std::vector<v1::Leg> HeldLegs(const store::v1::ReferralRecord& referral) {
  std::vector<v1::Leg> held;
  for (const v1::Leg& leg : referral.legs()) {
    if (leg.state() == v1::LEG_STATE_HELD && !leg.has_recipient()) held.push_back(leg);
  }
  return held;
}

std::vector<HeldPurpose> ToHold(const std::vector<HeldPurpose>& unserved, absl::Span<const v1::Leg> held) {
  std::vector<HeldPurpose> waiting;
  for (const HeldPurpose& one : unserved) {
    const auto same = [&one](const HeldPurpose& other) { return other.purpose == one.purpose; };
    const auto waits = [&one](const v1::Leg& leg) { return WaitsFor(leg, one.purpose); };
    if (OnlyInforms(one.purpose) || std::any_of(waiting.begin(), waiting.end(), same) ||
        std::any_of(held.begin(), held.end(), waits)) {
      continue;
    }
    waiting.push_back(one);
  }
  return waiting;
}

v1::Leg NewHeldLeg(absl::string_view leg_id, const HeldPurpose& held, absl::Duration remind_after,
                   absl::Time now) {
  v1::PlannedLeg nobody;
  nobody.set_purpose(held.purpose);
  v1::Leg leg = NewLeg(leg_id, nobody, now);
  leg.set_held_reason(held.reason);
  *leg.mutable_review_time() = base::ToProto(now + remind_after);
  return leg;
}

}  // namespace enlace::referral
