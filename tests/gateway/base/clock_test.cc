#include "gateway/base/clock.h"

#include <gtest/gtest.h>

#include "absl/time/clock.h"

namespace enlace::base {
namespace {

TEST(SystemClockTest, TellsTheTimeOfTheMachine) {
  const absl::Time before = absl::Now();
  const absl::Time told = SystemClock().Now();
  EXPECT_LE(before, told);
  EXPECT_LE(told, absl::Now());
}

}  // namespace
}  // namespace enlace::base
