// Groups of leg states that several rules speak of.
#ifndef ENLACE_GATEWAY_REFERRAL_LEG_STATES_H_
#define ENLACE_GATEWAY_REFERRAL_LEG_STATES_H_

#include <cstdint>

#include "enlace/v1/leg.pb.h"

namespace enlace::referral {

// A set of leg states, one bit for each.
using LegStates = uint32_t;

template <typename... States>
constexpr LegStates SetOf(States... states) {
  return (LegStates{0} | ... | (LegStates{1} << static_cast<int>(states)));
}

// Total: a number that is no state is in no set.
constexpr bool Has(LegStates set, v1::LegState state) {
  const int number = static_cast<int>(state);
  return number >= 0 && number < 32 && ((set >> number) & 1u) != 0;
}

// The recipient has not decided.
inline constexpr LegStates kUndecided =
    SetOf(v1::LEG_STATE_SUBMITTED, v1::LEG_STATE_HELD, v1::LEG_STATE_DISPATCHED, v1::LEG_STATE_DELIVERED,
          v1::LEG_STATE_DELIVERY_FAILED, v1::LEG_STATE_RECEIVED, v1::LEG_STATE_INFORMATION_REQUESTED);
// The recipient is responsible and works.
inline constexpr LegStates kWorking =
    SetOf(v1::LEG_STATE_ACCEPTED, v1::LEG_STATE_IN_PROGRESS, v1::LEG_STATE_ON_HOLD);
// The recipient took responsibility, and the leg has not ended.
inline constexpr LegStates kAnswered = kWorking | SetOf(v1::LEG_STATE_COMPLETED);
// Not ended.
inline constexpr LegStates kOpen = kUndecided | kAnswered;
// Ended. CLOSED alone can be reopened.
inline constexpr LegStates kEnded =
    SetOf(v1::LEG_STATE_CLOSED, v1::LEG_STATE_DECLINED, v1::LEG_STATE_RETURNED_NOT_COMPETENT,
          v1::LEG_STATE_TRANSFERRED, v1::LEG_STATE_WITHDRAWN_BY_SENDER, v1::LEG_STATE_REVOKED,
          v1::LEG_STATE_ENTERED_IN_ERROR);
// The recipient has not been asked: nobody but the sender may know.
inline constexpr LegStates kNotDispatched =
    SetOf(v1::LEG_STATE_UNSPECIFIED, v1::LEG_STATE_DRAFT, v1::LEG_STATE_SUBMITTED, v1::LEG_STATE_HELD);
// The recipient itself sent it away.
inline constexpr LegStates kSentAway = SetOf(v1::LEG_STATE_DECLINED, v1::LEG_STATE_RETURNED_NOT_COMPETENT);
// Access ended from outside.
inline constexpr LegStates kTakenBack =
    SetOf(v1::LEG_STATE_WITHDRAWN_BY_SENDER, v1::LEG_STATE_REVOKED, v1::LEG_STATE_ENTERED_IN_ERROR);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_LEG_STATES_H_
