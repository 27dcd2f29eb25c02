#include "gateway/clock/scheduler.h"

#include <gtest/gtest.h>

#include <functional>
#include <vector>

#include "tests/support/fake_clock.h"
#include "tests/support/status_matchers.h"

namespace enlace::clock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

// Does what is due at given times, once each, and notes when it was judged due.
class FakeWork final : public DueWork {
 public:
  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override {
    ++ticks;
    if (!failure.ok()) return failure;
    while (!due.empty() && due.front() <= judged) {
      done.push_back(due.front());
      due.erase(due.begin());
    }
    return due.empty() ? absl::InfiniteFuture() : due.front();
  }
  absl::Status TellClockSet(absl::Time wall, absl::Time) override {
    if (!failure.ok()) return failure;
    told.push_back(wall);
    return absl::OkStatus();
  }
  std::vector<absl::Time> due;
  std::vector<absl::Time> done;
  std::vector<absl::Time> told;
  absl::Status failure;
  int ticks = 0;
};

// Lets the fake time pass instead of waiting.
class FakeWaiter final : public Waiter {
 public:
  FakeWaiter(FakeClock& clock, absl::Time until) : clock_(clock), until_(until) {}
  bool Wait(absl::Duration longest) override {
    clock_.Advance(longest);
    longest_ = std::max(longest_, longest);
    return clock_.Now() < until_;
  }
  absl::Duration longest() const { return longest_; }

 private:
  FakeClock& clock_;
  const absl::Time until_;
  absl::Duration longest_;
};

class SchedulerTest : public ::testing::Test {
 protected:
  Scheduler Make() { return Scheduler({clock_, waiter_, work_, clock_.Now()}); }
  FakeClock clock_;
  const absl::Time start_ = clock_.Now();
  FakeWaiter waiter_{clock_, clock_.Now() + absl::Hours(1)};
  FakeWork work_;
};

TEST_F(SchedulerTest, WakesAtTheInstantThatTheNextIsDue) {
  work_.due = {start_ + absl::Seconds(7)};
  Scheduler scheduler = Make();
  EXPECT_EQ(scheduler.Tick(), absl::Seconds(7));
  clock_.Advance(absl::Seconds(7));
  scheduler.Tick();
  EXPECT_THAT(work_.done, SizeIs(1));
}

TEST_F(SchedulerTest, SleepsNoLongerThanItMay) {
  Make().Run();
  EXPECT_EQ(waiter_.longest(), Scheduler::kLongestSleep);
  EXPECT_EQ(work_.ticks, 240);
}

TEST_F(SchedulerTest, DoesEverythingOnceInAnHour) {
  for (int i = 0; i < 59; ++i) work_.due.push_back(start_ + absl::Minutes(i));
  Make().Run();
  EXPECT_THAT(work_.done, SizeIs(59));
}

TEST_F(SchedulerTest, AFailureIsTriedAgain) {
  work_.due = {start_};
  work_.failure = absl::UnavailableError("disk full");
  Scheduler scheduler = Make();
  EXPECT_EQ(scheduler.Tick(), Scheduler::kLongestSleep);
  work_.failure = absl::OkStatus();
  scheduler.Tick();
  EXPECT_THAT(work_.done, ElementsAre(start_));
}

TEST_F(SchedulerTest, AJumpForwardFiresNothingAndIsPutOnRecord) {
  work_.due = {start_ + absl::Hours(3)};
  Scheduler scheduler = Make();
  scheduler.Tick();
  clock_.SetTime(start_ + absl::Hours(24));
  scheduler.Tick();
  EXPECT_THAT(work_.done, IsEmpty());
  EXPECT_THAT(work_.told, ElementsAre(start_ + absl::Hours(24)));
  scheduler.Tick();
  EXPECT_THAT(work_.told, SizeIs(1));
}

TEST_F(SchedulerTest, AClockSetBackDelaysNothing) {
  work_.due = {start_ + absl::Minutes(10)};
  Scheduler scheduler = Make();
  scheduler.Tick();
  clock_.SetTime(start_ - absl::Hours(24));
  clock_.Advance(absl::Minutes(10));
  scheduler.Tick();
  EXPECT_THAT(work_.done, SizeIs(1));
  EXPECT_THAT(work_.told, SizeIs(1));
}

TEST_F(SchedulerTest, ASettingThatCouldNotBeRecordedIsToldLater) {
  Scheduler scheduler = Make();
  clock_.SetTime(start_ - absl::Hours(1));
  work_.failure = absl::UnavailableError("disk full");
  scheduler.Tick();
  work_.failure = absl::OkStatus();
  scheduler.Tick();
  EXPECT_THAT(work_.told, SizeIs(1));
}

}  // namespace
}  // namespace enlace::clock
