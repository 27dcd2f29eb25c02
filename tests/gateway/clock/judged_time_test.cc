#include "gateway/clock/judged_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

namespace enlace::clock {
namespace {

const absl::Time kStart = absl::FromUnixSeconds(1768478400);

// A machine on which time passes and the wall clock is set.
class JudgedTimeTest : public ::testing::Test {
 protected:
  void Boot(absl::Time last_record) { judged_ = std::make_unique<JudgedTime>(Now(), last_record); }
  JudgedTime::Verdict Pass(absl::Duration time) {
    real_ += time;
    return judged_->At(Now());
  }
  // In ticks, as the scheduler reads.
  JudgedTime::Verdict Live(absl::Duration time, absl::Duration tick = absl::Seconds(15)) {
    JudgedTime::Verdict verdict;
    for (; time > absl::ZeroDuration(); time -= tick) verdict = Pass(std::min(tick, time));
    return verdict;
  }
  JudgedTime::Reading Now() const { return {real_ + error_, real_ - kStart}; }

  absl::Time real_ = kStart;
  absl::Duration error_;
  std::unique_ptr<JudgedTime> judged_;
};

TEST_F(JudgedTimeTest, AWallClockThatGoesRightIsBelieved) {
  Boot(kStart - absl::Seconds(1));
  for (int day = 0; day < 30; ++day) {
    error_ += absl::Milliseconds(500);  // As quartz does.
    const JudgedTime::Verdict verdict = Live(absl::Hours(24), absl::Minutes(10));
    EXPECT_TRUE(verdict.is_believed);
    EXPECT_FALSE(verdict.set_by.has_value());
    EXPECT_EQ(verdict.judged, real_ + error_);
  }
}

TEST_F(JudgedTimeTest, AJumpForwardJudgesNothingAndIsToldOnce) {
  for (const absl::Duration jump :
       {absl::Minutes(5) + absl::Seconds(1), absl::Hours(1), absl::Hours(24 * 3650)}) {
    Boot(kStart);
    error_ = jump;
    JudgedTime::Verdict verdict = Pass(absl::Seconds(15));
    EXPECT_EQ(verdict.set_by, jump);
    EXPECT_FALSE(verdict.is_believed);
    EXPECT_EQ(verdict.judged, real_);
    verdict = Live(absl::Minutes(14));
    EXPECT_FALSE(verdict.set_by.has_value());
    EXPECT_EQ(verdict.judged, real_);  // What is really due is due.
    error_ = absl::ZeroDuration();
    verdict = Pass(absl::Seconds(15));
    EXPECT_TRUE(verdict.is_believed);
    EXPECT_EQ(verdict.judged, real_);
    real_ = kStart;
  }
}

TEST_F(JudgedTimeTest, AClockSetBackDelaysNothing) {
  Boot(kStart);
  error_ = -absl::Hours(24 * 365);
  JudgedTime::Verdict verdict = Pass(absl::Seconds(15));
  EXPECT_EQ(verdict.set_by, error_);
  EXPECT_FALSE(verdict.is_believed);
  EXPECT_EQ(verdict.judged, real_);
  EXPECT_EQ(Live(absl::Minutes(14)).judged, real_);
}

TEST_F(JudgedTimeTest, AStepBackOfThreeSecondsIsTold) {
  Boot(kStart);
  Live(absl::Hours(1));
  error_ = -absl::Seconds(3);
  EXPECT_EQ(Pass(absl::Seconds(1)).set_by, error_);
  Boot(Now().wall);
  error_ -= absl::Seconds(1);
  EXPECT_FALSE(Pass(absl::Seconds(1)).set_by.has_value());
}

TEST_F(JudgedTimeTest, AWallClockThatGoesRightFor15MinutesIsBelievedAgain) {
  Boot(kStart);
  error_ = absl::Hours(1);
  Pass(absl::Seconds(15));
  EXPECT_FALSE(Live(absl::Minutes(15) - absl::Seconds(15)).is_believed);
  const JudgedTime::Verdict verdict = Pass(absl::Seconds(15));
  EXPECT_TRUE(verdict.is_believed);
  EXPECT_EQ(verdict.judged, real_ + error_);
}

TEST_F(JudgedTimeTest, EachFurtherJumpBeginsThe15MinutesAnew) {
  Boot(kStart);
  for (int i = 1; i <= 10; ++i) {
    error_ = absl::Hours(i);
    EXPECT_TRUE(Pass(absl::Seconds(15)).set_by.has_value());
    EXPECT_EQ(Live(absl::Minutes(14)).judged, real_);
  }
}

TEST_F(JudgedTimeTest, ManySmallJumpsGainNoMoreThanFiveMinutesAnHour) {
  Boot(kStart);
  for (int i = 0; i < 100; ++i) {
    error_ += absl::Minutes(4);
    EXPECT_LE(Pass(absl::Seconds(15)).judged, real_ + absl::Minutes(5));
  }
}

TEST_F(JudgedTimeTest, AfterAnOutageTheLastRecordSpeaksUntilTheWallClockIsConfirmed) {
  Boot(kStart - absl::Hours(3));
  EXPECT_EQ(Pass(absl::Seconds(15)).judged, kStart - absl::Hours(3) + absl::Seconds(15));
  EXPECT_FALSE(Live(absl::Minutes(14)).is_believed);
  EXPECT_EQ(Live(absl::Minutes(1)).judged, real_);
}

TEST_F(JudgedTimeTest, ARestartWithinMinutesIsBelievedAtOnce) {
  Boot(kStart - absl::Minutes(5));
  const JudgedTime::Verdict verdict = Pass(absl::ZeroDuration());
  EXPECT_TRUE(verdict.is_believed);
  EXPECT_EQ(verdict.judged, kStart);
}

TEST_F(JudgedTimeTest, AStartBeforeTheLastRecordIsToldAndJudgesByTheWallClock) {
  Boot(kStart + absl::Hours(24 * 365));
  const JudgedTime::Verdict verdict = Pass(absl::Seconds(15));
  EXPECT_EQ(verdict.set_by, -absl::Hours(24 * 365));
  EXPECT_EQ(verdict.judged, real_);
  EXPECT_FALSE(Pass(absl::Seconds(15)).set_by.has_value());
}

TEST_F(JudgedTimeTest, AnEmptyStoreBelievesTheWallClock) {
  Boot(absl::InfinitePast());
  EXPECT_EQ(Pass(absl::ZeroDuration()).judged, kStart);
}

TEST_F(JudgedTimeTest, AMachineThatSleptIsBelieved) {
  Boot(kStart);
  const JudgedTime::Verdict verdict = Pass(absl::Hours(8));  // Elapsed() counts the sleep.
  EXPECT_TRUE(verdict.is_believed);
  EXPECT_FALSE(verdict.set_by.has_value());
}

TEST_F(JudgedTimeTest, AFrozenWallClockDelaysNothing) {
  Boot(kStart);
  for (int i = 0; i < 100; ++i) {
    error_ -= absl::Seconds(15);
    const JudgedTime::Verdict verdict = Pass(absl::Seconds(15));
    EXPECT_GE(verdict.judged, real_ - JudgedTime::kMayLose);
  }
}

// No single setting of the clock, whenever it comes and however large, lets the
// judged time run ahead of the real one within the quarter of an hour.
TEST_F(JudgedTimeTest, NoSettingOfAnySizeMakesAnythingDue) {
  for (int64_t seconds = 1; seconds < int64_t{3650} * 86400; seconds *= 3) {
    for (const int64_t sign : {int64_t{-1}, int64_t{1}}) {
      real_ = kStart;
      error_ = absl::ZeroDuration();
      Boot(kStart);
      Live(absl::Minutes(7));
      error_ = absl::Seconds(sign * seconds);
      for (int tick = 0; tick < 59; ++tick) {
        const JudgedTime::Verdict verdict = Pass(absl::Seconds(15));
        ASSERT_LE(verdict.judged, real_ + JudgedTime::kMayGain) << error_;
        ASSERT_GE(verdict.judged, real_ - JudgedTime::kMayLose) << error_;
      }
    }
  }
}

}  // namespace
}  // namespace enlace::clock
