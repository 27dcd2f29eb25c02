// A clock that a test sets.
#ifndef ENLACE_TESTS_SUPPORT_FAKE_CLOCK_H_
#define ENLACE_TESTS_SUPPORT_FAKE_CLOCK_H_

#include <atomic>

#include "gateway/base/clock.h"

namespace enlace {

// Stands still until it is moved. Thread-safe, like the real one.
class FakeClock final : public base::Clock {
 public:
  // 2026-01-15T12:00:00Z unless said otherwise.
  explicit FakeClock(absl::Time now = absl::FromUnixSeconds(1768478400)) { SetTime(now); }
  absl::Time Now() const override { return absl::FromUnixNanos(nanos_.load()); }
  absl::Duration Elapsed() const override { return absl::Nanoseconds(elapsed_nanos_.load()); }
  // Sets the wall clock; no time passes.
  void SetTime(absl::Time now) { nanos_.store(absl::ToUnixNanos(now)); }
  // Lets time pass.
  void Advance(absl::Duration by) {
    nanos_.fetch_add(absl::ToInt64Nanoseconds(by));
    elapsed_nanos_.fetch_add(absl::ToInt64Nanoseconds(by));
  }

 private:
  std::atomic<int64_t> nanos_{0};
  std::atomic<int64_t> elapsed_nanos_{0};
};

}  // namespace enlace

#endif  // ENLACE_TESTS_SUPPORT_FAKE_CLOCK_H_
