// How long answers take. Pure.
#ifndef ENLACE_GATEWAY_REPORT_RESPONSE_TIMES_H_
#define ENLACE_GATEWAY_REPORT_RESPONSE_TIMES_H_

#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace enlace::report {

// The value at the percentile by the nearest-rank method: of n values in order the
// one with the number ceil(percent / 100 * n), so that it is one that was measured.
// `values` must not be empty; `percent` is 1 to 100.
absl::Duration NearestRank(std::vector<absl::Duration> values, int percent);

// Whole hours, begun ones counted: three hours and a minute are four, so that a
// term that was missed is never shown as one that was kept. Not below 0.
uint64_t HoursBegun(absl::Duration duration);

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_RESPONSE_TIMES_H_
