#include "gateway/report/response_times.h"

#include <algorithm>

namespace enlace::report {

absl::Duration NearestRank(std::vector<absl::Duration> values, int percent) {
  const size_t rank = (values.size() * static_cast<size_t>(percent) + 99) / 100;
  const auto place = values.begin() + static_cast<ptrdiff_t>(std::max<size_t>(rank, 1) - 1);
  std::nth_element(values.begin(), place, values.end());
  return *place;
}

uint64_t HoursBegun(absl::Duration duration) {
  if (duration <= absl::ZeroDuration()) return 0;
  return static_cast<uint64_t>(absl::ToInt64Hours(absl::Ceil(duration, absl::Hours(1))));
}

}  // namespace enlace::report
