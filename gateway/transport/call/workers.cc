#include "gateway/transport/call/workers.h"

#include <utility>

namespace enlace::transport {

Workers::Workers(int threads) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { Work(); });
}

Workers::~Workers() { Stop(); }

void Workers::Run(absl::AnyInvocable<void()> job) {
  base::MutexLock lock(&mu_);
  if (stopping_) return;
  jobs_.push_back(std::move(job));
  changed_.NotifyOne();
}

void Workers::Stop() {
  // What a dropped job holds may want to run another: not under the lock.
  std::deque<absl::AnyInvocable<void()>> dropped;
  {
    base::MutexLock lock(&mu_);
    stopping_ = true;
    dropped.swap(jobs_);
    changed_.NotifyAll();
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

void Workers::Work() {
  while (true) {
    absl::AnyInvocable<void()> job;
    {
      base::MutexLock lock(&mu_);
      while (jobs_.empty() && !stopping_) changed_.Wait(&mu_);
      if (stopping_) return;
      job = std::move(jobs_.front());
      jobs_.pop_front();
    }
    job();
  }
}

}  // namespace enlace::transport
