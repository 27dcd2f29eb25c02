// What a measurement of single calls says.
#ifndef ENLACE_TESTS_SPARSE_PERCENTILES_H_
#define ENLACE_TESTS_SPARSE_PERCENTILES_H_

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "absl/strings/str_format.h"
#include "absl/time/time.h"

namespace enlace::sparse {

// The smallest sample that at least `share` (over 0, up to 1) of all samples do
// not exceed: nearest rank, so that it is a call that did happen. Zero without
// samples. Pure.
inline absl::Duration Percentile(std::vector<absl::Duration> samples, double share) {
  if (samples.empty()) return absl::ZeroDuration();
  std::sort(samples.begin(), samples.end());
  const double rank = std::ceil(share * static_cast<double>(samples.size()) - 1e-9);
  const size_t at = static_cast<size_t>(std::clamp(rank, 1.0, static_cast<double>(samples.size())));
  return samples[at - 1];
}

// "calls=600 p50=1.234ms p90=... p99=... max=...". Pure.
inline std::string Summary(const std::vector<absl::Duration>& samples) {
  const auto at = [&](double share) { return absl::ToDoubleMilliseconds(Percentile(samples, share)); };
  return absl::StrFormat("calls=%d p50=%.3fms p90=%.3fms p99=%.3fms max=%.3fms", samples.size(), at(0.5),
                         at(0.9), at(0.99), at(1));
}

}  // namespace enlace::sparse

#endif  // ENLACE_TESTS_SPARSE_PERCENTILES_H_
