// A loop without a thread, for tests: time stands still until it is moved, and
// posts wait until they are run.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_SUPPORT_MANUAL_LOOP_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_SUPPORT_MANUAL_LOOP_H_

#include <algorithm>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/base/mutex.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

// The thread that makes it is the loop's. Post is thread-safe, as with the real
// one; all else belongs to the loop's thread.
class ManualLoop final : public Loop {
 public:
  void Post(absl::AnyInvocable<void()> work) override {
    base::MutexLock lock(&mu_);
    posts_.push_back(std::move(work));
  }
  bool OnLoop() const override { return std::this_thread::get_id() == thread_; }
  SteadyTime now() const override { return now_; }

  // Runs what was posted, and what that posts, until nothing is left. Returns how
  // many ran.
  int RunPosts() {
    int count = 0;
    for (std::vector<absl::AnyInvocable<void()>> batch = Take(); !batch.empty(); batch = Take()) {
      for (absl::AnyInvocable<void()>& work : batch) {
        std::exchange(work, nullptr)();
        ++count;
      }
    }
    return count;
  }
  // Lets time pass: fires every timer that becomes due, at its own instant and in
  // order, and runs posts before and after each.
  void Advance(absl::Duration by) {
    const SteadyTime end = now_ + absl::ToChronoNanoseconds(by);
    RunPosts();
    for (Timer* next = NextUntil(end); next != nullptr; next = NextUntil(end)) {
      now_ = std::max(now_, due_at(*next));
      Remove(next);
      Fire(next);
      RunPosts();
    }
    now_ = end;
  }
  // Timers that are armed.
  size_t armed() const { return timers_.size(); }
  bool has_posts() const {
    base::MutexLock lock(&mu_);
    return !posts_.empty();
  }

 private:
  void Insert(Timer* timer) override { timers_.push_back(timer); }
  void Remove(Timer* timer) override { timers_.erase(std::find(timers_.begin(), timers_.end(), timer)); }
  std::vector<absl::AnyInvocable<void()>> Take() {
    base::MutexLock lock(&mu_);
    return std::exchange(posts_, {});
  }
  // The first that is due by `end`; of equal ones the one armed first.
  Timer* NextUntil(SteadyTime end) const {
    const auto first = std::min_element(timers_.begin(), timers_.end(), [](const Timer* a, const Timer* b) {
      return due_at(*a) < due_at(*b);
    });
    return first != timers_.end() && due_at(**first) <= end ? *first : nullptr;
  }

  const std::thread::id thread_ = std::this_thread::get_id();
  SteadyTime now_{std::chrono::hours(1)};
  std::vector<Timer*> timers_;
  mutable base::Mutex mu_;
  std::vector<absl::AnyInvocable<void()>> posts_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_SUPPORT_MANUAL_LOOP_H_
