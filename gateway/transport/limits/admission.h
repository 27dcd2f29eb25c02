// The fair queue between threads.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIMITS_ADMISSION_H_
#define ENLACE_GATEWAY_TRANSPORT_LIMITS_ADMISSION_H_

#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/limits/fair_queue.h"

namespace enlace::transport {

// Lets calls run, or makes them wait for their turn. Thread-safe; lives as long as
// anybody holds it or a slot of it.
class Admission final : public std::enable_shared_from_this<Admission> {
 public:
  // The right to run. Its destruction, on any thread, gives it to the next.
  class Slot {
   public:
    Slot() = default;
    Slot(Slot&& other) noexcept
        : owner_(std::move(other.owner_)), caller_(std::move(other.caller_)), lane_(other.lane_) {}
    Slot& operator=(Slot&& other) noexcept {
      Release();
      owner_ = std::move(other.owner_);
      caller_ = std::move(other.caller_);
      lane_ = other.lane_;
      return *this;
    }
    ~Slot() { Release(); }
    bool held() const { return owner_ != nullptr; }
    void Release();

   private:
    friend class Admission;
    Slot(std::shared_ptr<Admission> owner, std::shared_ptr<const std::string> caller, Lane lane)
        : owner_(std::move(owner)), caller_(std::move(caller)), lane_(lane) {}
    std::shared_ptr<Admission> owner_;
    std::shared_ptr<const std::string> caller_;
    Lane lane_ = Lane::kOrdinary;
  };
  // What Enter gives: a slot at once, or else a ticket.
  struct Entry {
    Slot slot;
    uint64_t ticket = 0;
  };
  // Called once, on the thread that gave its slot back: pass the slot on, do
  // nothing here.
  using Start = absl::AnyInvocable<void(Slot)>;

  static std::shared_ptr<Admission> New(const FairQueueLimits& limits) {
    return std::shared_ptr<Admission>(new Admission(limits));
  }
  // `caller` is whom turns are counted by. `start` is kept only if the call has to
  // wait.
  //   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  too many wait already.
  absl::StatusOr<Entry> Enter(const std::shared_ptr<const std::string>& caller, Lane lane, Start start);
  // Takes a waiting call back. If it is too late, `start` runs or ran.
  void Withdraw(uint64_t ticket);

  int running() const;
  size_t waiting() const;

 private:
  struct Waiting {
    std::shared_ptr<const std::string> caller;
    Lane lane;
    Start start;
  };
  explicit Admission(const FairQueueLimits& limits) : queue_(limits) {}
  void Leave(const std::string& caller, Lane lane);

  mutable base::Mutex mu_;
  FairQueue queue_ ABSL_GUARDED_BY(mu_);
  uint64_t last_ticket_ ABSL_GUARDED_BY(mu_) = 0;
  std::unordered_map<uint64_t, Waiting> waiting_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIMITS_ADMISSION_H_
