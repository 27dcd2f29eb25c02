#include "gateway/transport/limits/refusal_bound.h"

namespace enlace::transport {

RefusalBound::Verdict RefusalBound::Count(v1::ErrorReason reason, absl::Time now) {
  base::MutexLock lock(&mu_);
  Verdict verdict;
  verdict.left_out = EndMinutes(now);
  Minute& minute = minutes_.try_emplace(reason, Minute{now}).first->second;
  verdict.shown = ++minute.count <= kMostRefusalsAMinute;
  return verdict;
}

std::vector<RefusalBound::LeftOut> RefusalBound::TakeLeftOut() {
  base::MutexLock lock(&mu_);
  return EndMinutes(absl::InfiniteFuture());
}

std::vector<RefusalBound::LeftOut> RefusalBound::EndMinutes(absl::Time now) {
  std::vector<LeftOut> left_out;
  for (auto it = minutes_.begin(); it != minutes_.end();) {
    const auto& [reason, minute] = *it;
    if (now >= minute.begin && now - minute.begin < absl::Minutes(1)) {
      ++it;
      continue;
    }
    if (minute.count > kMostRefusalsAMinute)
      left_out.push_back({reason, minute.count - kMostRefusalsAMinute});
    it = minutes_.erase(it);
  }
  return left_out;
}

}  // namespace enlace::transport
