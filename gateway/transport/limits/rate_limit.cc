#include "gateway/transport/limits/rate_limit.h"

#include <algorithm>
#include <chrono>

#include "gateway/base/errors.h"

namespace enlace::transport {
namespace {

constexpr double kNanosPerSecond = 1e9;

int64_t NanosOf(SteadyTime time) {
  return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

int64_t IntervalOf(const RateOptions& options) {
  if (options.per_second <= 0) return 0;
  return std::max<int64_t>(1, static_cast<int64_t>(kNanosPerSecond / options.per_second));
}

}  // namespace

TokenBucket::TokenBucket(const RateOptions& options)
    : interval_(IntervalOf(options)),
      capacity_(static_cast<int64_t>(static_cast<double>(interval_) * std::max(1.0, options.burst))) {}

bool TokenBucket::Take(SteadyTime time) {
  if (interval_ == 0) return true;
  const int64_t now = NanosOf(time);
  int64_t full_at = full_at_.load(std::memory_order_relaxed);
  while (true) {
    const int64_t next = std::max(full_at, now) + interval_;
    if (next - now > capacity_) return false;
    if (full_at_.compare_exchange_weak(full_at, next, std::memory_order_relaxed)) return true;
  }
}

bool TokenBucket::IsFull(SteadyTime now) const {
  return full_at_.load(std::memory_order_relaxed) <= NanosOf(now);
}

absl::Status CallerRate::Take(bool urgent, SteadyTime now) {
  if ((urgent ? urgent_ : ordinary_).Take(now)) return absl::OkStatus();
  return base::Refusal(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED,
                       "too many calls in a short time");
}

std::shared_ptr<CallerRate> RateLimiter::Of(absl::string_view caller, SteadyTime now) {
  base::MutexLock lock(&mu_);
  if (rates_.size() >= sweep_at_) ForgetFull(now);
  std::shared_ptr<CallerRate>& rate = rates_[std::string(caller)];
  if (rate == nullptr) rate = std::make_shared<CallerRate>(options_);
  return rate;
}

size_t RateLimiter::size() const {
  base::MutexLock lock(&mu_);
  return rates_.size();
}

void RateLimiter::ForgetFull(SteadyTime now) {
  constexpr size_t kFirstSweep = 1024;
  for (auto it = rates_.begin(); it != rates_.end();) {
    const bool idle = it->second.use_count() == 1 && it->second->IsFull(now);
    it = idle ? rates_.erase(it) : std::next(it);
  }
  sweep_at_ = std::max(kFirstSweep, 2 * rates_.size());
}

}  // namespace enlace::transport
