// Time as an interface: the core never reads the machine's clock itself.
#ifndef ENLACE_GATEWAY_BASE_CLOCK_H_
#define ENLACE_GATEWAY_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace enlace::base {

// Where "now" comes from. Implementations are thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;
  // Wall-clock time.
  virtual absl::Time Now() const = 0;
  // Time since an instant that stays the same while the process runs. Nobody can
  // set it, and it counts while the machine sleeps.
  virtual absl::Duration Elapsed() const = 0;
};

// The machine's clock.
class SystemClock final : public Clock {
 public:
  absl::Time Now() const override;
  absl::Duration Elapsed() const override;
};

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_CLOCK_H_
