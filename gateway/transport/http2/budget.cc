#include "gateway/transport/http2/budget.h"

#include <algorithm>
#include <chrono>

namespace enlace::transport {

Budget::Budget(const BudgetOptions& options) : options_(options) {
  for (size_t i = 0; i < kCharges; ++i) buckets_[i].tokens = options_.allowances[i].burst;
}

bool Budget::Spend(Charge charge, SteadyTime now) {
  const size_t i = static_cast<size_t>(charge);
  const Allowance& allowance = options_.allowances[i];
  Bucket& bucket = buckets_[i];
  // A unit of work is worth at most a full bucket, so that nothing overflows.
  const uint64_t units = std::min<uint64_t>(earned_ - bucket.earned, allowance.burst);
  bucket.tokens = std::min<uint64_t>(bucket.tokens + units * allowance.per_work, allowance.burst);
  bucket.earned = earned_;
  if (bucket.filled == SteadyTime()) bucket.filled = now;
  if (bucket.tokens < allowance.burst && allowance.per_second > 0 && now > bucket.filled) {
    const std::chrono::nanoseconds token(1'000'000'000 / allowance.per_second);
    const uint64_t tokens = static_cast<uint64_t>((now - bucket.filled) / token);
    bucket.tokens =
        std::min<uint64_t>(bucket.tokens + std::min<uint64_t>(tokens, allowance.burst), allowance.burst);
    bucket.filled += token * tokens;  // The rest of a token stays for the next time.
  } else if (now > bucket.filled) {
    bucket.filled = now;
  }
  if (bucket.tokens == 0) return false;
  --bucket.tokens;
  return true;
}

absl::string_view NameOfBudget(Charge charge) {
  static constexpr std::array<absl::string_view, kCharges> kNames = {
      "reset budget",        "ping budget",          "settings budget", "empty frame budget",
      "continuation budget", "window update budget", "priority budget", "unknown frame budget"};
  return kNames[static_cast<size_t>(charge)];
}

}  // namespace enlace::transport
