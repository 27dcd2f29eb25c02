// The server streams that are open now: their bounds, their wake-ups, their end.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIVE_STREAMS_H_
#define ENLACE_GATEWAY_TRANSPORT_LIVE_STREAMS_H_

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/base/mutex.h"

namespace enlace::transport {

class LiveStreams;

// One open stream, from its admission to its end. Destroy it after everything
// that may wake it. Thread-safe.
class OpenStream {
 public:
  ~OpenStream();
  OpenStream(const OpenStream&) = delete;
  OpenStream& operator=(const OpenStream&) = delete;

  // Ends a present or the next Wait.
  void Wake();
  // Returns when woken, or after `at_most`.
  void Wait(absl::Duration at_most);
  // Around a write, which blocks while the peer does not read: one that takes
  // too long is cut.
  void WriteBegins();
  void WriteEnds();

 private:
  friend class LiveStreams;
  OpenStream(LiveStreams* owner, std::string caller, std::function<void()> cut)
      : owner_(owner), caller_(std::move(caller)), cut_(std::move(cut)) {}
  // Lengths are measured by a clock that nobody sets: a corrected wall clock must
  // neither cut a stream nor hold its wake-up back.
  using SteadyTime = std::chrono::steady_clock::time_point;

  // Cuts a write that began before `since`, once. Returns whether it did.
  bool CutIfStalled(SteadyTime since);

  LiveStreams* const owner_;
  const std::string caller_;
  const std::function<void()> cut_;
  base::Mutex mu_;
  base::CondVar changed_;
  bool woken_ ABSL_GUARDED_BY(mu_) = false;
  SteadyTime write_began_ ABSL_GUARDED_BY(mu_) = SteadyTime::max();
};

// All open streams of a server. Each holds one of its threads, hence the
// bounds. Thread-safe; must outlive its streams.
class LiveStreams {
 public:
  // `write_limit`: how long a peer may leave what was sent to it unread.
  LiveStreams(int max_streams, int max_per_caller, absl::Duration write_limit);
  ~LiveStreams();
  LiveStreams(const LiveStreams&) = delete;
  LiveStreams& operator=(const LiveStreams&) = delete;

  // Admits a stream of `caller`; `cut` ends it from another thread when its
  // peer stalls, and must not block.
  //   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  too many are open.
  //   UNAVAILABLE SHUTTING_DOWN          after EndAll.
  absl::StatusOr<std::unique_ptr<OpenStream>> Open(absl::string_view caller, std::function<void()> cut);
  // Makes every stream look again at whether it may go on.
  void WakeAll();
  // From now on no stream is admitted and `ending` is true; wakes all.
  void EndAll();
  bool ending() const;
  int size() const;

 private:
  friend class OpenStream;
  void Forget(OpenStream* stream);
  void CutStalled();

  const int max_streams_;
  const int max_per_caller_;
  const absl::Duration write_limit_;
  mutable base::Mutex mu_;
  base::CondVar stopped_;
  bool ending_ ABSL_GUARDED_BY(mu_) = false;
  bool stop_ ABSL_GUARDED_BY(mu_) = false;
  std::set<OpenStream*> streams_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, int> per_caller_ ABSL_GUARDED_BY(mu_);
  std::thread watchman_;  // Last: it uses all of the above.
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIVE_STREAMS_H_
