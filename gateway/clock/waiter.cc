#include "gateway/clock/waiter.h"

#include <chrono>

namespace enlace::clock {

bool StoppableWaiter::Wait(absl::Duration longest) {
  const auto until = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(longest / speed_);
  base::MutexLock lock(&mu_);
  while (!is_stopped_ && !is_woken_ && stopped_.WaitUntil(&mu_, until)) {
  }
  is_woken_ = false;
  return !is_stopped_;
}

void StoppableWaiter::Wake() {
  base::MutexLock lock(&mu_);
  is_woken_ = true;
  stopped_.NotifyAll();
}

void StoppableWaiter::Stop() {
  base::MutexLock lock(&mu_);
  is_stopped_ = true;
  stopped_.NotifyAll();
}

}  // namespace enlace::clock
