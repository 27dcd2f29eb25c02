#include "adapters/runtime/retry_schedule.h"

namespace enlace::adapters {

bool RetrySchedule::IsDue(const std::string& id, absl::Time now) const {
  const auto wait = waits_.find(id);
  return wait == waits_.end() || now >= wait->second.until;
}

absl::Duration RetrySchedule::Failed(const std::string& id, const absl::Status& status, absl::Time now,
                                     double chance) {
  Wait& wait = waits_[id];
  const absl::Duration delay = client::DelayAfter(policy_, status, ++wait.attempts, chance);
  wait.until = now + delay;
  return delay;
}

}  // namespace enlace::adapters
