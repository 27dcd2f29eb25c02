#ifndef ENLACE_GATEWAY_REFERRAL_HELD_PURPOSE_H_
#define ENLACE_GATEWAY_REFERRAL_HELD_PURPOSE_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/leg.pb.h"

namespace enlace::referral {

// A purpose that the rules provide for and that nobody can serve at present.
struct HeldPurpose {
  v1::LegPurpose purpose;
  std::string reason;  // in words for the sender, with the remedy
};

// Whether the leg is held until somebody is found for the purpose. One of no
// purpose waits for everybody who acts.
bool WaitsFor(const v1::Leg& leg, v1::LegPurpose purpose);

// Those that have to wait, one of each purpose: purposes that only inform keep
// nobody safe, and what one of `held` waits for already needs no other.
std::vector<HeldPurpose> ToHold(const std::vector<HeldPurpose>& unserved, absl::Span<const v1::Leg> held);

// The legs that wait for a recipient.
std::vector<v1::Leg> HeldLegs(const store::v1::ReferralRecord& referral);

// A leg in SUBMITTED that holds the place of a recipient to come, with the time
// when the sender is told again. T2 holds it.
v1::Leg NewHeldLeg(absl::string_view leg_id, const HeldPurpose& held, absl::Duration remind_after,
                   absl::Time now);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_HELD_PURPOSE_H_
