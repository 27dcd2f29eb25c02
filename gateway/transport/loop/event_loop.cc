#include "gateway/transport/loop/event_loop.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace enlace::transport {
namespace {

// What posts and flushes bring about within a turn is flushed within it too, but
// not without end: sockets must have their turn.
constexpr int kMaxFlushRounds = 4;

thread_local const EventLoop* current_loop = nullptr;

absl::Status FailureOf(absl::string_view what, int error) {
  const std::string text = absl::StrCat(what, ": ", std::strerror(error));
  const bool exhausted = error == EMFILE || error == ENFILE || error == ENOSPC || error == ENOMEM;
  return exhausted ? absl::ResourceExhaustedError(text) : absl::UnavailableError(text);
}

}  // namespace

void Flusher::Unlink() {
  if (previous_ == nullptr) return;
  previous_->next_ = next_;
  next_->previous_ = previous_;
  previous_ = next_ = nullptr;
}

EventLoop::EventLoop(int epoll, int wake)
    : epoll_(epoll), wake_(wake), now_(std::chrono::steady_clock::now()), wheel_(now_) {
  flushers_.previous_ = flushers_.next_ = &flushers_;
}

absl::StatusOr<std::unique_ptr<EventLoop>> EventLoop::New() {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  if (epoll < 0) return FailureOf("epoll_create1", errno);
  const int wake = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (wake < 0) {
    const int error = errno;
    close(epoll);
    return FailureOf("eventfd", error);
  }
  std::unique_ptr<EventLoop> loop(new EventLoop(epoll, wake));
  // Edge-triggered, every write is told once and nobody has to read it back.
  epoll_event event{};
  event.events = EPOLLIN | EPOLLET;
  event.data.ptr = nullptr;
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, wake, &event) != 0) return FailureOf("epoll_ctl", errno);
  return loop;
}

EventLoop::~EventLoop() {
  Stop();
  close(wake_);
  close(epoll_);
}

void EventLoop::Start() {
  thread_ = std::thread([this] { Run(); });
}

void EventLoop::Stop() {
  if (thread_.joinable()) {
    Post([this] { stopping_ = true; });
    thread_.join();
  }
  Discard();
}

void EventLoop::Post(absl::AnyInvocable<void()> work) {
  {
    base::MutexLock lock(&mu_);
    if (!ended_) {
      posts_.push_back(std::move(work));
      if (!std::exchange(asleep_, false)) return;
    }
  }
  const uint64_t one = 1;
  // Fails only if the counter is full, and then the loop is awake. After its end
  // a wake-up means nothing, and `work` dies here.
  [[maybe_unused]] const ssize_t ignored = write(wake_, &one, sizeof(one));
}

bool EventLoop::OnLoop() const { return current_loop == this; }

absl::Status EventLoop::Add(int fd, uint32_t events, Watcher* watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = watcher;
  if (epoll_ctl(epoll_, EPOLL_CTL_ADD, fd, &event) != 0) return FailureOf("epoll_ctl", errno);
  return absl::OkStatus();
}

void EventLoop::Modify(int fd, uint32_t events, Watcher* watcher) {
  epoll_event event{};
  event.events = events;
  event.data.ptr = watcher;
  epoll_ctl(epoll_, EPOLL_CTL_MOD, fd, &event);
}

void EventLoop::Remove(int fd, Watcher* watcher) {
  epoll_ctl(epoll_, EPOLL_CTL_DEL, fd, nullptr);
  for (int i = next_event_; i < event_count_; ++i) {
    if (events_[static_cast<size_t>(i)].data.ptr == watcher)
      events_[static_cast<size_t>(i)].data.ptr = nullptr;
  }
}

void EventLoop::FlushAtEnd(Flusher* flusher) {
  if (flusher->previous_ != nullptr) return;
  flusher->previous_ = flushers_.previous_;
  flusher->next_ = &flushers_;
  flushers_.previous_->next_ = flusher;
  flushers_.previous_ = flusher;
}

void EventLoop::Run() {
  current_loop = this;
  while (Turn()) {
  }
  // On the loop's thread, since what dies may be its own.
  Discard();
  current_loop = nullptr;
}

bool EventLoop::Turn() {
  const int sleep = PrepareToSleep();
  const int count = epoll_wait(epoll_, events_.data(), static_cast<int>(events_.size()), sleep);
  if (sleep != 0) Awake();
  now_ = std::chrono::steady_clock::now();
  event_count_ = count > 0 ? count : 0;
  for (next_event_ = 0; next_event_ < event_count_;) {
    const epoll_event& event = events_[static_cast<size_t>(next_event_++)];
    if (event.data.ptr != nullptr) static_cast<Watcher*>(event.data.ptr)->OnReady(event.events);
  }
  RunPosts();
  wheel_.Advance(now_, [](Timer* timer) { Fire(timer); });
  RunFlushers();
  return !stopping_;
}

int EventLoop::PrepareToSleep() {
  const bool more_to_flush = flushers_.next_ != &flushers_;
  const int until_timer = more_to_flush ? 0 : wheel_.SleepMillis(std::chrono::steady_clock::now());
  base::MutexLock lock(&mu_);
  asleep_ = posts_.empty() && until_timer != 0;
  return asleep_ ? until_timer : 0;
}

void EventLoop::Awake() {
  base::MutexLock lock(&mu_);
  asleep_ = false;
}

void EventLoop::RunPosts() {
  {
    base::MutexLock lock(&mu_);
    running_.swap(posts_);
  }
  for (absl::AnyInvocable<void()>& work : running_) std::exchange(work, nullptr)();
  running_.clear();
}

void EventLoop::RunFlushers() {
  for (int round = 0; round < kMaxFlushRounds && flushers_.next_ != &flushers_; ++round) {
    // Those that are added meanwhile come behind this mark.
    struct Mark final : Flusher {
      void Flush() override {}
    } mark;
    FlushAtEnd(&mark);
    while (flushers_.next_ != &mark) {
      Flusher* const flusher = flushers_.next_;
      flusher->Unlink();
      flusher->Flush();
    }
  }
}

void EventLoop::Discard() {
  // Outside the lock: whatever dies may post.
  std::vector<absl::AnyInvocable<void()>> rest;
  {
    base::MutexLock lock(&mu_);
    ended_ = true;
    rest.swap(posts_);
  }
}

}  // namespace enlace::transport
