#include "gateway/clock/waiter.h"

#include <gtest/gtest.h>

#include <thread>

namespace enlace::clock {
namespace {

TEST(StoppableWaiterTest, WaitsNoLongerThanItIsAskedTo) {
  StoppableWaiter waiter;
  EXPECT_TRUE(waiter.Wait(absl::Milliseconds(1)));
  EXPECT_TRUE(waiter.Wait(-absl::Hours(1)));
}

TEST(StoppableWaiterTest, ALengthIsOverFasterInADrill) {
  StoppableWaiter waiter(3'600'000);
  EXPECT_TRUE(waiter.Wait(absl::Hours(1)));
}

TEST(StoppableWaiterTest, WakeEndsTheWaitThatIsOnOrTheNextAndNoOther) {
  StoppableWaiter waiter;
  waiter.Wake();
  EXPECT_TRUE(waiter.Wait(absl::Hours(24)));
  std::thread waker([&waiter] { waiter.Wake(); });
  EXPECT_TRUE(waiter.Wait(absl::Hours(24)));
  waker.join();
}

TEST(StoppableWaiterTest, StopEndsALongWaitAndEveryLaterOne) {
  StoppableWaiter waiter;
  std::thread stopper([&waiter] { waiter.Stop(); });
  EXPECT_FALSE(waiter.Wait(absl::Hours(24)));
  EXPECT_FALSE(waiter.Wait(absl::Hours(24)));
  stopper.join();
}

}  // namespace
}  // namespace enlace::clock
