#include "gateway/base/drill_clock.h"

#include <gtest/gtest.h>

#include "tests/support/fake_clock.h"

namespace enlace::base {
namespace {

TEST(DrillClockTest, BeginsAtTheTimeThatItIsAndRunsFaster) {
  FakeClock real(absl::FromUnixSeconds(1'500'000'000));
  const DrillClock drill(real, 1800);
  EXPECT_EQ(drill.Now(), real.Now());
  real.Advance(absl::Seconds(6));
  EXPECT_EQ(drill.Now(), absl::FromUnixSeconds(1'500'000'000) + absl::Hours(3));
  EXPECT_EQ(drill.Elapsed(), absl::Hours(3));
}

}  // namespace
}  // namespace enlace::base
