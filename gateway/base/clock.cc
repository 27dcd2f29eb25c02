#include "gateway/base/clock.h"

#include <time.h>

#include "absl/time/clock.h"

namespace enlace::base {

absl::Time SystemClock::Now() const { return absl::Now(); }

absl::Duration SystemClock::Elapsed() const {
  timespec time{};
  clock_gettime(CLOCK_BOOTTIME, &time);
  return absl::DurationFromTimespec(time);
}

}  // namespace enlace::base
