#include "gateway/transport/limits/fair_queue.h"

#include "gateway/base/invariant.h"

namespace enlace::transport {
namespace {

constexpr size_t kOrdinary = static_cast<size_t>(Lane::kOrdinary);
constexpr size_t kUrgent = static_cast<size_t>(Lane::kUrgent);
// Callers without any call that stay known, so that one call at a time costs no
// allocation.
constexpr size_t kMostIdle = 256;

}  // namespace

FairQueue::Verdict FairQueue::Enter(absl::string_view name, Lane lane_of_call, uint64_t id) {
  const size_t lane = static_cast<size_t>(lane_of_call);
  const auto [found, is_new] = callers_.try_emplace(std::string(name));
  Caller* const caller = &found->second;
  if (is_new) caller->name = std::string(name);
  // Whoever waits and may run has been named by Next, so that nobody is overtaken.
  if (caller->waiting[lane].empty() && MayRun(*caller, lane)) {
    Run(caller, lane);
    return Verdict::kRun;
  }
  if (waiting_[lane] >= limits_.max_waiting ||
      static_cast<int>(caller->waiting[lane].size()) >= limits_.max_waiting_per_caller) {
    ForgetIfIdle(caller);
    return Verdict::kRefused;
  }
  if (caller->waiting[lane].empty()) caller->turn[lane] = rings_[lane].insert(rings_[lane].end(), caller);
  caller->waiting[lane].push_back(id);
  places_[id] = {caller, lane, std::prev(caller->waiting[lane].end())};
  ++waiting_[lane];
  return Verdict::kWait;
}

void FairQueue::Leave(absl::string_view name, Lane lane) {
  const auto found = callers_.find(std::string(name));
  base::StopUnless(found != callers_.end());
  --running_;
  --found->second.running[static_cast<size_t>(lane)];
  ForgetIfIdle(&found->second);
}

absl::optional<uint64_t> FairQueue::Next() {
  const absl::optional<uint64_t> urgent = NextOf(kUrgent);
  return urgent.has_value() ? urgent : NextOf(kOrdinary);
}

bool FairQueue::Withdraw(uint64_t id) {
  const auto found = places_.find(id);
  if (found == places_.end()) return false;
  const Place place = found->second;
  places_.erase(found);
  place.caller->waiting[place.lane].erase(place.at);
  --waiting_[place.lane];
  LeaveRingIfEmpty(place.caller, place.lane);
  ForgetIfIdle(place.caller);
  return true;
}

bool FairQueue::HasRoom(size_t lane) const {
  return running_ < limits_.max_running + (lane == kUrgent ? limits_.reserved_for_urgent : 0);
}

bool FairQueue::MayRun(const Caller& caller, size_t lane) const {
  return HasRoom(lane) && caller.running[lane] < limits_.max_running_per_caller;
}

void FairQueue::Run(Caller* caller, size_t lane) {
  ++running_;
  ++caller->running[lane];
}

absl::optional<uint64_t> FairQueue::NextOf(size_t lane) {
  std::list<Caller*>& ring = rings_[lane];
  if (!HasRoom(lane)) return absl::nullopt;
  for (Caller* const caller : ring) {
    if (!MayRun(*caller, lane)) continue;
    const uint64_t id = caller->waiting[lane].front();
    caller->waiting[lane].pop_front();
    places_.erase(id);
    --waiting_[lane];
    Run(caller, lane);
    ring.splice(ring.end(), ring, caller->turn[lane]);
    LeaveRingIfEmpty(caller, lane);
    return id;
  }
  return absl::nullopt;
}

void FairQueue::LeaveRingIfEmpty(Caller* caller, size_t lane) {
  if (caller->waiting[lane].empty()) rings_[lane].erase(caller->turn[lane]);
}

void FairQueue::ForgetIfIdle(Caller* caller) {
  if (callers_.size() <= kMostIdle) return;
  for (size_t lane : {kOrdinary, kUrgent}) {
    if (caller->running[lane] != 0 || !caller->waiting[lane].empty()) return;
  }
  callers_.erase(callers_.find(caller->name));
}

}  // namespace enlace::transport
