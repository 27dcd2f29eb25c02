#include "gateway/transport/loop/timer_wheel.h"

#include <memory>
#include <random>
#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace enlace::transport {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

class TimerWheelTest : public testing::Test {
 protected:
  SteadyTime At(int millis) const { return kStart + milliseconds(millis); }
  std::vector<Timer*> FiredBy(int millis) {
    std::vector<Timer*> fired;
    wheel_.Advance(At(millis), [&](Timer* timer) { fired.push_back(timer); });
    return fired;
  }

  const SteadyTime kStart{std::chrono::hours(5)};
  TimerWheel wheel_{kStart};
  Timer a_{[] {}}, b_{[] {}}, c_{[] {}};
};

TEST_F(TimerWheelTest, SleepsForEverWhileNothingIsArmed) {
  EXPECT_EQ(wheel_.SleepMillis(At(0)), -1);
  wheel_.Insert(&a_, At(100));
  wheel_.Remove(&a_);
  EXPECT_EQ(wheel_.SleepMillis(At(0)), -1);
}

TEST_F(TimerWheelTest, FiresNeverEarlyAndAtMostATickLate) {
  wheel_.Insert(&a_, At(100));
  EXPECT_THAT(FiredBy(99), IsEmpty());
  EXPECT_THAT(FiredBy(108), ElementsAre(&a_));
  EXPECT_EQ(wheel_.size(), 0U);
}

TEST_F(TimerWheelTest, SleepsUntilTheNextTickThatHasATimer) {
  wheel_.Insert(&a_, At(1600));
  EXPECT_EQ(wheel_.SleepMillis(At(0)), 1600);
  EXPECT_EQ(wheel_.SleepMillis(At(1000)), 600);
  EXPECT_EQ(wheel_.SleepMillis(At(1700)), 0);
}

TEST_F(TimerWheelTest, PassesOverWhatIsDueInALaterTurn) {
  wheel_.Insert(&a_, At(8 + 2 * 512 * 8));
  EXPECT_THAT(FiredBy(8), IsEmpty());
  EXPECT_THAT(FiredBy(8 + 512 * 8), IsEmpty());
  EXPECT_THAT(FiredBy(8 + 2 * 512 * 8), ElementsAre(&a_));
}

TEST_F(TimerWheelTest, WhatIsPastIsDueInTheNextTick) {
  EXPECT_THAT(FiredBy(800), IsEmpty());
  wheel_.Insert(&a_, At(10));
  EXPECT_THAT(FiredBy(800), IsEmpty());
  EXPECT_THAT(FiredBy(808), ElementsAre(&a_));
}

TEST_F(TimerWheelTest, AfterALongSleepAllThatIsDueFiresOnce) {
  wheel_.Insert(&a_, At(16));
  wheel_.Insert(&b_, At(4000));
  wheel_.Insert(&c_, At(60000));
  EXPECT_THAT(FiredBy(50000), testing::UnorderedElementsAre(&a_, &b_));
  EXPECT_THAT(FiredBy(60000), ElementsAre(&c_));
}

TEST_F(TimerWheelTest, ATimerMayRemoveItsNeighbourWhileItFires) {
  wheel_.Insert(&a_, At(40));
  wheel_.Insert(&b_, At(40));
  wheel_.Insert(&c_, At(40));
  std::vector<Timer*> fired;
  wheel_.Advance(At(40), [&](Timer* timer) {
    fired.push_back(timer);
    if (fired.size() == 1) wheel_.Remove(&b_);  // The list is c, b, a.
  });
  EXPECT_THAT(fired, ElementsAre(&c_, &a_));
}

TEST_F(TimerWheelTest, ATimerThatRearmsItselfAtOnceFiresInTheNextTick) {
  wheel_.Insert(&a_, At(40));
  int count = 0;
  const auto again = [&](Timer* timer) {
    ++count;
    wheel_.Insert(timer, At(40));
  };
  wheel_.Advance(At(40), again);
  EXPECT_EQ(count, 1);
  wheel_.Advance(At(48), again);
  EXPECT_EQ(count, 2);
}

// Against the obvious implementation: a list of instants.
TEST_F(TimerWheelTest, FiresWhatAPlainListWouldFire) {
  std::mt19937 random(7);
  std::vector<std::unique_ptr<Timer>> timers;
  std::vector<int> due;
  int now = 0;
  for (int i = 0; i < 2000; ++i) {
    timers.push_back(std::make_unique<Timer>([] {}));
    due.push_back(now + 8 + static_cast<int>(random() % 20000));
    wheel_.Insert(timers.back().get(), At(due.back()));
    now += static_cast<int>(random() % 50);
    for (Timer* timer : FiredBy(now)) {
      const auto found =
          std::find_if(timers.begin(), timers.end(), [&](const auto& t) { return t.get() == timer; });
      int& at = due[static_cast<size_t>(found - timers.begin())];
      EXPECT_LE(at, now);
      at = -1;
    }
    for (const int at : due) ASSERT_TRUE(at == -1 || at > now - 8) << at << " at " << now;
  }
}

}  // namespace
}  // namespace enlace::transport
