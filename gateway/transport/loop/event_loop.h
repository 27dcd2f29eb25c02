// The machine's loop: epoll, an eventfd and a timer wheel on a thread of its own.
#ifndef ENLACE_GATEWAY_TRANSPORT_LOOP_EVENT_LOOP_H_
#define ENLACE_GATEWAY_TRANSPORT_LOOP_EVENT_LOOP_H_

#include <sys/epoll.h>

#include <array>
#include <cstdint>
#include <memory>
#include <thread>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/http/loop.h"
#include "gateway/transport/loop/timer_wheel.h"

namespace enlace::transport {

// Waits for a file descriptor.
class Watcher {
 public:
  // `events` as epoll_wait gives them. May remove and destroy any watcher.
  virtual void OnReady(uint32_t events) = 0;

 protected:
  ~Watcher() = default;
};

// Has something to do at the end of a turn, once for all that the turn brought.
// Its destructor takes it off the list.
class Flusher {
 public:
  Flusher() = default;
  Flusher(const Flusher&) = delete;
  Flusher& operator=(const Flusher&) = delete;
  virtual ~Flusher() { Unlink(); }
  virtual void Flush() = 0;

 private:
  friend class EventLoop;
  void Unlink();
  Flusher* previous_ = nullptr;
  Flusher* next_ = nullptr;
};

// A turn is: what epoll tells, what was posted, the timers that are due, the
// flushers. Post and OnLoop are thread-safe, all else belongs to the loop's
// thread, or to the one that owns the loop while it does not run.
class EventLoop final : public Loop {
 public:
  // RESOURCE_EXHAUSTED  no file descriptor is left; UNAVAILABLE otherwise.
  static absl::StatusOr<std::unique_ptr<EventLoop>> New();
  // As Stop.
  ~EventLoop() override;
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;

  // Starts the thread; once.
  void Start();
  // Runs what was posted before, ends the thread and waits for it; what is posted
  // later is destroyed. Not on the loop's thread. Idempotent.
  void Stop();

  void Post(absl::AnyInvocable<void()> work) override;
  bool OnLoop() const override;
  SteadyTime now() const override { return now_; }

  // Watches `fd`, level-triggered unless `events` has EPOLLET.
  //   RESOURCE_EXHAUSTED  the user's limit of epoll watches.
  absl::Status Add(int fd, uint32_t events, Watcher* watcher);
  void Modify(int fd, uint32_t events, Watcher* watcher);
  // No OnReady comes any more, even if it was waiting in this turn.
  void Remove(int fd, Watcher* watcher);
  // `flusher` runs once at the end of this turn; repeated calls are free.
  void FlushAtEnd(Flusher* flusher);

 private:
  EventLoop(int epoll, int wake);
  void Insert(Timer* timer) override { wheel_.Insert(timer, due_at(*timer)); }
  void Remove(Timer* timer) override { wheel_.Remove(timer); }
  void Run();
  // False: the loop is to end.
  bool Turn();
  // Milliseconds to wait; tells Post that it must wake us if it is not 0.
  int PrepareToSleep();
  // What is posted from now on waits for RunPosts: to wake us again would cost
  // its thread a call, and us a turn for nothing.
  void Awake();
  void RunPosts();
  void RunFlushers();
  void Discard();

  const int epoll_;
  const int wake_;
  SteadyTime now_;
  TimerWheel wheel_;
  // The ring's fixed point: first is next_, last is previous_.
  struct Ring final : Flusher {
    void Flush() override {}
  };
  Ring flushers_;
  std::array<epoll_event, 256> events_;
  // What of events_ has not been told yet.
  int next_event_ = 0;
  int event_count_ = 0;
  std::vector<absl::AnyInvocable<void()>> running_;
  bool stopping_ = false;
  std::thread thread_;

  base::Mutex mu_;
  std::vector<absl::AnyInvocable<void()>> posts_ ABSL_GUARDED_BY(mu_);
  // The loop waits, or is about to, and nobody has woken it yet.
  bool asleep_ ABSL_GUARDED_BY(mu_) = false;
  bool ended_ ABSL_GUARDED_BY(mu_) = false;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LOOP_EVENT_LOOP_H_
