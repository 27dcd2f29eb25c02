// The server streams that are open now: their bounds, their wake-ups, their end.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIMITS_OPEN_STREAMS_H_
#define ENLACE_GATEWAY_TRANSPORT_LIMITS_OPEN_STREAMS_H_

#include <atomic>
#include <functional>
#include <list>
#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/base/mutex.h"

namespace enlace::transport {

// UNAVAILABLE SHUTTING_DOWN: the client connects again, to another replica or later.
absl::Status ShuttingDown();

// All open streams of a port. Thread-safe; must outlive its places.
class OpenStreams {
 public:
  // One open stream, from its admission to its end. `wake` does not run any more
  // when it is gone.
  class Place {
   public:
    ~Place() { owner_->Forget(this); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;

   private:
    friend class OpenStreams;
    explicit Place(OpenStreams* owner) : owner_(owner) {}
    OpenStreams* const owner_;
    std::string caller_;
    std::function<void()> wake_;
    std::list<Place*>::iterator at_;
  };

  OpenStreams(int max_streams, int max_per_caller)
      : max_streams_(max_streams), max_per_caller_(max_per_caller) {}

  // Admits a stream of `caller`. `wake` makes it look again at whether it may go
  // on; it runs on any thread, under a lock, and must only signal. A stream that is
  // opened `while_ending` (health) is admitted and goes on after EndAll.
  //   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  too many are open.
  //   UNAVAILABLE SHUTTING_DOWN          after EndAll.
  absl::StatusOr<std::unique_ptr<Place>> Open(absl::string_view caller, std::function<void()> wake,
                                              bool while_ending = false);
  void WakeAll();
  // From now on `ending` is true; wakes all.
  void EndAll();
  bool ending() const { return ending_.load(std::memory_order_acquire); }
  int size() const;

 private:
  void Forget(Place* place);

  const int max_streams_;
  const int max_per_caller_;
  std::atomic<bool> ending_{false};
  mutable base::Mutex mu_;
  std::list<Place*> places_ ABSL_GUARDED_BY(mu_);
  std::unordered_map<std::string, int> per_caller_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIMITS_OPEN_STREAMS_H_
