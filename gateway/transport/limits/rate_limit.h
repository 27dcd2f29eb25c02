// How many calls a second one caller may begin.
#ifndef ENLACE_GATEWAY_TRANSPORT_LIMITS_RATE_LIMIT_H_
#define ENLACE_GATEWAY_TRANSPORT_LIMITS_RATE_LIMIT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

struct RateOptions {
  // Calls a second that a caller may keep up; 0: no limit.
  double per_second = 1000;
  // Calls that a caller may begin at once after a pause; at least 1.
  double burst = 2000;
};

// A token bucket as one number, the instant at which it will be full again
// (generic cell rate algorithm, ITU-T I.371), so that taking a token needs no lock
// and a full bucket is one whose instant has passed. Thread-safe.
class TokenBucket {
 public:
  explicit TokenBucket(const RateOptions& options);
  // Takes a token; false: there is none at `now`.
  bool Take(SteadyTime now);
  bool IsFull(SteadyTime now) const;

 private:
  // Nanoseconds that one token takes to come back, and that a whole bucket does.
  const int64_t interval_;
  const int64_t capacity_;
  std::atomic<int64_t> full_at_{0};
};

// What one caller may do, over all its connections. Thread-safe.
class CallerRate {
 public:
  explicit CallerRate(const RateOptions& options) : ordinary_(options), urgent_(options) {}
  // One call more. Urgent referrals have a bucket of their own: a caller's flood
  // may not silence its own emergency.
  //   RESOURCE_EXHAUSTED QUOTA_EXCEEDED  try again later.
  absl::Status Take(bool urgent, SteadyTime now);

 private:
  friend class RateLimiter;
  bool IsFull(SteadyTime now) const { return ordinary_.IsFull(now) && urgent_.IsFull(now); }
  TokenBucket ordinary_;
  TokenBucket urgent_;
};

// The rates of all callers of a port, by name. A rate outlives the connections of
// its caller until it is full again, so that connecting anew gives nothing back.
// Thread-safe.
class RateLimiter {
 public:
  explicit RateLimiter(const RateOptions& options) : options_(options) {}
  // The rate of `caller`; ask once per connection.
  std::shared_ptr<CallerRate> Of(absl::string_view caller, SteadyTime now);
  // How many are remembered.
  size_t size() const;

 private:
  void ForgetFull(SteadyTime now) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mu_);

  const RateOptions options_;
  mutable base::Mutex mu_;
  // Size at which the next look for forgettable ones is due.
  size_t sweep_at_ ABSL_GUARDED_BY(mu_) = 1024;
  std::unordered_map<std::string, std::shared_ptr<CallerRate>> rates_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_LIMITS_RATE_LIMIT_H_
