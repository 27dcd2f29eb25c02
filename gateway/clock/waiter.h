// How the scheduler lets time pass.
#ifndef ENLACE_GATEWAY_CLOCK_WAITER_H_
#define ENLACE_GATEWAY_CLOCK_WAITER_H_

#include <cstdint>

#include "absl/time/time.h"
#include "gateway/base/mutex.h"

namespace enlace::clock {

// Thread-safe.
class Waiter {
 public:
  virtual ~Waiter() = default;
  // Returns after `longest` at the latest; false when there is nothing to wait
  // for any more, because the process stops.
  virtual bool Wait(absl::Duration longest) = 0;
};

// Waits by the steady clock, which nobody sets.
class StoppableWaiter final : public Waiter {
 public:
  // In a drill, a length is over `speed` times as fast.
  explicit StoppableWaiter(uint32_t speed = 1) : speed_(speed) {}
  bool Wait(absl::Duration longest) override;
  // Ends the wait that is on, or the next one if none is. Thread-safe and quick.
  void Wake();
  // Ends the wait that is on, and every later one.
  void Stop();

 private:
  const uint32_t speed_;
  base::Mutex mu_;
  base::CondVar stopped_;
  bool is_stopped_ ABSL_GUARDED_BY(mu_) = false;
  bool is_woken_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_WAITER_H_
