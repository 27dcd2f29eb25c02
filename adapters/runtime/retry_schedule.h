// When each thing that failed is tried again.
#ifndef ENLACE_ADAPTERS_RUNTIME_RETRY_SCHEDULE_H_
#define ENLACE_ADAPTERS_RUNTIME_RETRY_SCHEDULE_H_

#include <map>
#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "client/retry_policy.h"

namespace enlace::adapters {

// Growing waits by id, without end: nothing is ever given up. In memory only,
// since a restart may well try everything at once. Pure but for its own state;
// not thread-safe.
class RetrySchedule {
 public:
  explicit RetrySchedule(client::RetryPolicy policy) : policy_(policy) {}

  bool IsDue(const std::string& id, absl::Time now) const;
  // `chance` in [0, 1). Returns the wait, which is never shorter than what the
  // gateway asked for.
  absl::Duration Failed(const std::string& id, const absl::Status& status, absl::Time now, double chance);
  void Succeeded(const std::string& id) { waits_.erase(id); }

 private:
  struct Wait {
    int attempts = 0;
    absl::Time until;
  };
  const client::RetryPolicy policy_;
  std::map<std::string, Wait> waits_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_RETRY_SCHEDULE_H_
