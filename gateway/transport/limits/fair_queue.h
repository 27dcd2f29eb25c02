// In which order calls get their turn when there are more than may run at once.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIMITS_FAIR_QUEUE_H_
#define ENLACE_GATEWAY_TRANSPORT_LIMITS_FAIR_QUEUE_H_

#include <array>
#include <cstdint>
#include <list>
#include <string>
#include <unordered_map>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace enlace::transport {

struct FairQueueLimits {
  // Calls that run at once, and how many more may if these are urgent referrals.
  int max_running = 256;
  int reserved_for_urgent = 32;
  // Each for every lane.
  int max_running_per_caller = 128;
  int max_waiting = 4096;
  int max_waiting_per_caller = 512;
};

// Urgent referrals go first and have room that nothing else takes.
enum class Lane { kOrdinary, kUrgent };

// Callers take turns, whatever each has waiting: behind a flood, another caller's
// call waits for at most one call of every caller that waits in its lane. A flood
// of one caller, urgent ones included, leaves places to all others. Pure: it counts
// ids and runs nothing. Not thread-safe.
class FairQueue {
 public:
  enum class Verdict {
    kRun,      // runs from now on; Leave when it has ended
    kWait,     // Next names it later, or Withdraw takes it back
    kRefused,  // too many wait
  };
  explicit FairQueue(const FairQueueLimits& limits) : limits_(limits) {}

  // `id` is the call's, unique among those that wait.
  Verdict Enter(absl::string_view caller, Lane lane, uint64_t id);
  // A running call has ended. Ask Next afterwards until it has none.
  void Leave(absl::string_view caller, Lane lane);
  // The call whose turn it is; it runs from now on.
  absl::optional<uint64_t> Next();
  // A waiting call does not want to run any more; false: it does not wait.
  bool Withdraw(uint64_t id);

  int running() const { return running_; }
  size_t waiting() const { return places_.size(); }
  // Callers that are known: those with calls, and few others.
  size_t callers() const { return callers_.size(); }

 private:
  static constexpr size_t kLanes = 2;
  struct Caller {
    std::string name;
    std::array<int, kLanes> running{};
    std::array<std::list<uint64_t>, kLanes> waiting;
    // Where it stands in the ring of each lane in which it has something waiting.
    std::array<std::list<Caller*>::iterator, kLanes> turn;
  };
  struct Place {
    Caller* caller;
    size_t lane;
    std::list<uint64_t>::iterator at;
  };
  bool HasRoom(size_t lane) const;
  bool MayRun(const Caller& caller, size_t lane) const;
  void Run(Caller* caller, size_t lane);
  absl::optional<uint64_t> NextOf(size_t lane);
  void LeaveRingIfEmpty(Caller* caller, size_t lane);
  void ForgetIfIdle(Caller* caller);

  const FairQueueLimits limits_;
  int running_ = 0;
  std::array<int, kLanes> waiting_{};
  std::unordered_map<std::string, Caller> callers_;
  // Those with something waiting; whose turn it is stands first.
  std::array<std::list<Caller*>, kLanes> rings_;
  std::unordered_map<uint64_t, Place> places_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIMITS_FAIR_QUEUE_H_
