// The time of a year that is over.
#ifndef ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_YEAR_CLOCK_H_
#define ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_YEAR_CLOCK_H_

#include <atomic>

#include "gateway/base/clock.h"

namespace enlace::published_year {

// Goes on as the machine's clock does, from the instant that it was last set to.
// Thread-safe.
class YearClock final : public base::Clock {
 public:
  explicit YearClock(absl::Time now) { SetTime(now); }
  absl::Time Now() const override { return absl::FromUnixNanos(begin_nanos_.load()) + machine_.Elapsed(); }
  absl::Duration Elapsed() const override { return machine_.Elapsed(); }
  void SetTime(absl::Time now) { begin_nanos_.store(absl::ToUnixNanos(now - machine_.Elapsed())); }

 private:
  const base::SystemClock machine_;
  std::atomic<int64_t> begin_nanos_{0};
};

}  // namespace enlace::published_year

#endif  // ENLACE_TESTS_INTEGRATION_PUBLISHED_YEAR_YEAR_CLOCK_H_
