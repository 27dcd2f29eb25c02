#include "gateway/delivery/feed_hub.h"

#include <utility>

namespace enlace::delivery {

int FeedHub::Subscribe(absl::string_view agency_id, std::function<void()> wake) {
  base::MutexLock lock(&mu_);
  const int id = next_id_++;
  agency_of_[id] = std::string(agency_id);
  subscribers_[std::string(agency_id)][id] = std::move(wake);
  return id;
}

void FeedHub::Unsubscribe(int id) {
  base::MutexLock lock(&mu_);
  const auto agency = agency_of_.find(id);
  if (agency == agency_of_.end()) return;
  const auto group = subscribers_.find(agency->second);
  group->second.erase(id);
  if (group->second.empty()) subscribers_.erase(group);
  agency_of_.erase(agency);
}

void FeedHub::Wake(const std::vector<std::string>& agency_ids) {
  // Under the lock, so that Unsubscribe ends a callback for good.
  base::MutexLock lock(&mu_);
  for (const std::string& agency_id : agency_ids) {
    const auto group = subscribers_.find(agency_id);
    if (group == subscribers_.end()) continue;
    for (const auto& [id, wake] : group->second) wake();
  }
}

}  // namespace enlace::delivery
