#include "gateway/transport/limits/admission.h"

#include <vector>

#include "gateway/base/errors.h"

namespace enlace::transport {

void Admission::Slot::Release() {
  const std::shared_ptr<Admission> owner = std::move(owner_);
  owner_ = nullptr;
  if (owner != nullptr) owner->Leave(*caller_, lane_);
}

absl::StatusOr<Admission::Entry> Admission::Enter(const std::shared_ptr<const std::string>& caller, Lane lane,
                                                  Start start) {
  base::MutexLock lock(&mu_);
  Entry entry;
  const uint64_t ticket = last_ticket_ + 1;
  switch (queue_.Enter(*caller, lane, ticket)) {
    case FairQueue::Verdict::kRun:
      entry.slot = Slot(shared_from_this(), caller, lane);
      break;
    case FairQueue::Verdict::kWait:
      entry.ticket = last_ticket_ = ticket;
      waiting_.emplace(ticket, Waiting{caller, lane, std::move(start)});
      break;
    case FairQueue::Verdict::kRefused:
      return base::Refusal(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED,
                           "too many calls are waiting");
  }
  return entry;
}

void Admission::Withdraw(uint64_t ticket) {
  // What the closure holds may be given back only without the lock.
  Start start;
  base::MutexLock lock(&mu_);
  if (!queue_.Withdraw(ticket)) return;
  const auto found = waiting_.find(ticket);
  start = std::move(found->second.start);
  waiting_.erase(found);
}

int Admission::running() const {
  base::MutexLock lock(&mu_);
  return queue_.running();
}

size_t Admission::waiting() const {
  base::MutexLock lock(&mu_);
  return queue_.waiting();
}

void Admission::Leave(const std::string& caller, Lane lane) {
  std::vector<std::pair<Start, Slot>> turns;
  {
    base::MutexLock lock(&mu_);
    queue_.Leave(caller, lane);
    while (const absl::optional<uint64_t> next = queue_.Next()) {
      const auto found = waiting_.find(*next);
      Waiting& waiting = found->second;
      turns.emplace_back(std::move(waiting.start), Slot(shared_from_this(), waiting.caller, waiting.lane));
      waiting_.erase(found);
    }
  }
  for (auto& [start, slot] : turns) start(std::move(slot));
}

}  // namespace enlace::transport
