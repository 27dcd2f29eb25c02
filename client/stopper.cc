#include "client/stopper.h"

#include <chrono>
#include <utility>

namespace enlace::client {

void Stopper::Stop() {
  base::MutexLock lock(&mu_);
  stopped_ = true;
  if (cancel_) cancel_();
  woken_.NotifyAll();
}

bool Stopper::stopped() const {
  base::MutexLock lock(&mu_);
  return stopped_;
}

bool Stopper::Sleep(absl::Duration duration) {
  const auto end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(duration);
  base::MutexLock lock(&mu_);
  while (!stopped_) {
    const absl::Duration left = absl::FromChrono(end - std::chrono::steady_clock::now());
    if (left <= absl::ZeroDuration()) return true;
    woken_.WaitFor(&mu_, left);
  }
  return false;
}

Stopper::Scope::Scope(Stopper& stopper, std::function<void()> cancel) : stopper_(stopper) {
  base::MutexLock lock(&stopper_.mu_);
  if (stopper_.stopped_) cancel();
  stopper_.cancel_ = std::move(cancel);
}

Stopper::Scope::~Scope() {
  base::MutexLock lock(&stopper_.mu_);
  stopper_.cancel_ = nullptr;
}

}  // namespace enlace::client
