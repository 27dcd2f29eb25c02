// The thread that a connection lives on, as what runs there sees it.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP_LOOP_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP_LOOP_H_

#include <chrono>

#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"

namespace enlace::transport {

// By the clock that nobody sets.
using SteadyTime = std::chrono::steady_clock::time_point;

class Loop;

// One alarm, owned by whoever is to be woken. It is re-armed at will, costs no
// allocation, and is disarmed by its destructor. On the loop's thread only.
class Timer {
 public:
  explicit Timer(absl::AnyInvocable<void()> due) : due_(std::move(due)) {}
  virtual ~Timer() { Disarm(); }
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;

  bool armed() const { return loop_ != nullptr; }
  inline void Disarm();

 private:
  friend class Loop;
  friend class TimerWheel;
  absl::AnyInvocable<void()> due_;
  Loop* loop_ = nullptr;
  // Owned by the loop's timers while armed.
  SteadyTime at_;
  Timer* previous_ = nullptr;
  Timer* next_ = nullptr;
};

// A loop is one thread that waits for its sockets, timers and posts, and runs
// what is due, turn by turn. Nothing on it may block.
class Loop {
 public:
  virtual ~Loop() = default;
  // Runs `work` on the loop's thread in one of its next turns, in the order of
  // the posts. From any thread; after the loop has ended `work` is destroyed
  // without being run.
  virtual void Post(absl::AnyInvocable<void()> work) = 0;
  // Whether the calling thread is the loop's.
  virtual bool OnLoop() const = 0;
  // The time at which this turn began. On the loop's thread only.
  virtual SteadyTime now() const = 0;
  // Arms `timer`, or moves it: due once, `after` from now, rounded up to the
  // loop's tick (at most 10 ms). On the loop's thread only.
  void Arm(Timer* timer, absl::Duration after) {
    timer->Disarm();
    timer->loop_ = this;
    timer->at_ = now() + absl::ToChronoNanoseconds(after);
    Insert(timer);
  }

 protected:
  friend class Timer;
  virtual void Insert(Timer* timer) = 0;
  virtual void Remove(Timer* timer) = 0;
  // For implementations: when an armed timer is due.
  static SteadyTime due_at(const Timer& timer) { return timer.at_; }
  // For implementations: marks as disarmed, then runs what is due. The timer may
  // be gone when this returns.
  static void Fire(Timer* timer) {
    timer->loop_ = nullptr;
    timer->due_();
  }
};

inline void Timer::Disarm() {
  if (loop_ == nullptr) return;
  loop_->Remove(this);
  loop_ = nullptr;
}

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP_LOOP_H_
