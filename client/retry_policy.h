// When to call again, and after how long. Pure: the waiting is a Sleeper's.
#ifndef ENLACE_CLIENT_RETRY_POLICY_H_
#define ENLACE_CLIENT_RETRY_POLICY_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/base/random.h"

namespace enlace::client {

// How waits grow. A plain value.
struct RetryPolicy {
  absl::Duration first = absl::Milliseconds(200);
  absl::Duration longest = absl::Seconds(20);
  double factor = 2.0;
  // Share of the wait that chance may take away, so that agencies that were cut
  // off together do not come back together.
  double jitter = 0.5;
};

// Whether the same call may succeed later without anybody's doing: UNAVAILABLE
// unless the server is one that we must not trust, RESOURCE_EXHAUSTED that says
// how long to wait, and DEADLINE_EXCEEDED of a call that may be repeated. For
// one that may not, only what surely reached no store.
bool IsTransient(const absl::Status& status, bool may_repeat);

// Wait before attempt `attempt` + 1 (the first attempt is 1). `chance` is in
// [0, 1). At most policy.longest, at least half of what it would be without
// chance (with the jitter above).
absl::Duration Backoff(const RetryPolicy& policy, int attempt, double chance);

// The same, but never shorter than the gateway asked for.
absl::Duration DelayAfter(const RetryPolicy& policy, const absl::Status& status, int attempt, double chance);

// A number in [0, 1) from `random`.
double Chance(base::Random& random);

// Waits, unless told not to. Implementations are thread-safe.
class Sleeper {
 public:
  virtual ~Sleeper() = default;
  // Returns true after `duration`, false as soon as waiting makes no sense any
  // more (the program is to end).
  virtual bool Sleep(absl::Duration duration) = 0;
};

// The machine's own sleep; never cut short.
class SystemSleeper final : public Sleeper {
 public:
  bool Sleep(absl::Duration duration) override;
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_RETRY_POLICY_H_
