// When an amount of time is over, as the laws count it.
#ifndef ENLACE_GATEWAY_CLOCK_DUE_H_
#define ENLACE_GATEWAY_CLOCK_DUE_H_

#include <cstdint>
#include <set>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "enlace/v1/clock.pb.h"

namespace enlace::clock {

// The last instant in time for an act that must follow `start` within `amount`.
//
// Hours are elapsed time: they never pause for nights, weekends or changes of
// the local clock. Days are counted from the day after `start` in `zone`, and
// the last one belongs to the term whole: the answer is the midnight that ends
// it (the first one, where the local clock passes midnight twice; the end of the
// gap, where it skips midnight). DAY_BASIS_UNSPECIFIED counts calendar days.
// Business days are Monday to Friday without the `holidays`, local days that the
// mechanism's file lists; it lists none that its sources do not state, so that a
// term is never taken for longer than it may be.
//
//   INVALID_ARGUMENT  the amount is 0 or above 36,500, the basis is unknown, or
//                     `start` is not finite.
absl::StatusOr<absl::Time> Due(absl::Time start, uint32_t amount, v1::DayBasis basis, absl::TimeZone zone,
                               const std::set<absl::CivilDay>& holidays = {});

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_DUE_H_
