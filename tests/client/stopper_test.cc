#include "client/stopper.h"

#include <gtest/gtest.h>

#include <thread>

namespace enlace::client {
namespace {

TEST(StopperTest, SleepEndsWithItsDuration) {
  Stopper stopper;
  EXPECT_TRUE(stopper.Sleep(absl::Milliseconds(1)));
  EXPECT_FALSE(stopper.stopped());
}

TEST(StopperTest, StopWakesASleeper) {
  Stopper stopper;
  std::thread other([&stopper] { stopper.Stop(); });
  EXPECT_FALSE(stopper.Sleep(absl::Hours(1)));
  other.join();
  EXPECT_TRUE(stopper.stopped());
  EXPECT_FALSE(stopper.Sleep(absl::Hours(1)));
}

TEST(StopperTest, ScopeIsCancelledNowOrLaterButNotAfterItsEnd) {
  Stopper stopper;
  int cancelled = 0;
  {
    const Stopper::Scope scope(stopper, [&cancelled] { cancelled += 100; });
  }
  {
    const Stopper::Scope scope(stopper, [&cancelled] { ++cancelled; });
    stopper.Stop();
  }
  EXPECT_EQ(cancelled, 1);
  const Stopper::Scope late(stopper, [&cancelled] { ++cancelled; });
  EXPECT_EQ(cancelled, 2);
}

}  // namespace
}  // namespace enlace::client
