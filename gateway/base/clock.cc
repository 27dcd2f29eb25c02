#include "gateway/base/clock.h"

#include "absl/time/clock.h"

namespace enlace::base {

absl::Time SystemClock::Now() const { return absl::Now(); }

}  // namespace enlace::base
