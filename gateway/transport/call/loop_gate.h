// The way back to a connection's loop from other threads.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_LOOP_GATE_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_LOOP_GATE_H_

#include <thread>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

// One per connection, shared with everything that may complete a call of it: a
// handler may answer long after the connection, and even the loop, is gone.
// Thread-safe.
class LoopGate {
 public:
  // On the loop's thread.
  explicit LoopGate(Loop* loop) : thread_(std::this_thread::get_id()), loop_(loop) {}
  LoopGate(const LoopGate&) = delete;
  LoopGate& operator=(const LoopGate&) = delete;

  bool OnLoop() const { return std::this_thread::get_id() == thread_; }
  // As Loop::Post; after Close `work` is destroyed without being run.
  void Post(absl::AnyInvocable<void()> work) {
    base::MutexLock lock(&mu_);
    if (loop_ != nullptr) loop_->Post(std::move(work));
  }
  // The connection goes. Before the loop does.
  void Close() {
    base::MutexLock lock(&mu_);
    loop_ = nullptr;
  }

 private:
  const std::thread::id thread_;
  base::Mutex mu_;
  Loop* loop_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_LOOP_GATE_H_
