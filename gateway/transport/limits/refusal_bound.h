// How many refusals reach the log, whoever knocks and how often.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIMITS_REFUSAL_BOUND_H_
#define ENLACE_GATEWAY_TRANSPORT_LIMITS_REFUSAL_BOUND_H_

#include <cstdint>
#include <map>
#include <vector>

#include "absl/time/time.h"
#include "enlace/v1/error_reason.pb.h"
#include "gateway/base/mutex.h"

namespace enlace::transport {

// Refusals of each reason that one minute may show; the first is always shown.
inline constexpr uint64_t kMostRefusalsAMinute = 10;

// Counts refusals by reason and minute. A minute begins with the first refusal
// after the one before has ended; a clock that was set back begins one as well.
// Thread-safe.
class RefusalBound {
 public:
  // Refusals that were not shown.
  struct LeftOut {
    v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
    uint64_t count = 0;
  };
  struct Verdict {
    // Whether this one is to be shown.
    bool shown = false;
    // What was left out in minutes that have ended, of all reasons, told once.
    std::vector<LeftOut> left_out;
  };
  Verdict Count(v1::ErrorReason reason, absl::Time now);
  // What was left out and not told yet, for the end.
  std::vector<LeftOut> TakeLeftOut();

 private:
  struct Minute {
    absl::Time begin;
    uint64_t count = 0;
  };
  // Ends the minutes that are over at `now`.
  std::vector<LeftOut> EndMinutes(absl::Time now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  base::Mutex mu_;
  std::map<v1::ErrorReason, Minute> minutes_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIMITS_REFUSAL_BOUND_H_
