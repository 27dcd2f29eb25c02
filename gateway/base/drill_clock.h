// Time that runs faster than it does, so that a drill sees in seconds what a law
// gives hours for.
#ifndef ENLACE_GATEWAY_BASE_DRILL_CLOCK_H_
#define ENLACE_GATEWAY_BASE_DRILL_CLOCK_H_

#include <cstdint>

#include "absl/time/time.h"
#include "gateway/base/clock.h"

namespace enlace::base {

// From its making on, `speed` times as fast as the clock that it is made from.
// Thread-safe.
class DrillClock final : public Clock {
 public:
  // Borrows `clock`. `speed` is at least 1.
  DrillClock(const Clock& clock, uint32_t speed)
      : clock_(clock), speed_(speed), begin_(clock.Now()), elapsed_at_begin_(clock.Elapsed()) {}

  absl::Time Now() const override { return begin_ + Elapsed(); }
  absl::Duration Elapsed() const override { return (clock_.Elapsed() - elapsed_at_begin_) * speed_; }

 private:
  const Clock& clock_;
  const uint32_t speed_;
  const absl::Time begin_;
  const absl::Duration elapsed_at_begin_;
};

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_DRILL_CLOCK_H_
