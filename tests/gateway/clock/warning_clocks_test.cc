#include "gateway/clock/warning_clocks.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/time_text.h"
#include "gateway/warning/fold.h"

namespace enlace::clock {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kIssued = absl::FromUnixSeconds(1768478400);
const absl::Time kDue = kIssued + absl::Hours(10);

class WarningClocksTest : public ::testing::Test {
 protected:
  WarningClocksTest() {
    v1::Warning& warning = *state_.mutable_warning();
    warning.set_warning_id("W1");
    warning.mutable_issuer()->set_agency_id("issuer");
    *warning.mutable_record_time() = base::ToProto(kIssued);
    *warning.mutable_respond_by_time() = base::ToProto(kDue);
    warning.add_addressees()->set_agency_id("one");
    warning.add_addressees()->set_agency_id("two");
    Apply(StartWarningClocks(warning));
  }
  void Apply(const std::vector<store::v1::Event>& events) {
    for (const store::v1::Event& event : events) warning::Apply(event, kIssued, &state_);
  }
  // "clock step: who is told" of the steps due.
  std::vector<std::string> Due(absl::Duration since) {
    std::vector<std::string> due;
    for (const store::v1::Event& event : TakeWarningSteps(state_, kIssued + since)) {
      std::string text = event.step_taken().step_id();
      for (const std::string& id : event.step_taken().told_agency_ids()) text += " " + id;
      due.push_back(text);
    }
    return due;
  }
  store::v1::WarningState state_;
};

TEST_F(WarningClocksTest, EachAddresseeHasAClockThatIsNoLaw) {
  ASSERT_THAT(state_.clocks(), SizeIs(2));
  const v1::Clock& clock = state_.clocks(0);
  EXPECT_EQ(clock.clock_id(), "WARNING/W1/one");
  EXPECT_EQ(clock.rule_id(), kWarningRule);
  EXPECT_EQ(clock.authority(), v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
  EXPECT_EQ(clock.responsible().agency_id(), "one");
  EXPECT_EQ(base::FromProto(clock.due_time()), kDue);
}

TEST_F(WarningClocksTest, WithoutATimeToAnswerThereIsNone) {
  state_.mutable_warning()->clear_respond_by_time();
  EXPECT_THAT(StartWarningClocks(state_.warning()), IsEmpty());
}

TEST_F(WarningClocksTest, RemindsTheAddresseeAndTellsTheIssuerOfTheBreach) {
  EXPECT_EQ(NextDue(state_), kIssued + absl::Hours(5));
  EXPECT_THAT(Due(absl::Hours(5) - absl::Microseconds(1)), IsEmpty());
  EXPECT_THAT(Due(absl::Hours(5)), ElementsAre("reminder-50 one", "reminder-50 two"));
  EXPECT_THAT(Due(absl::Hours(10)), ElementsAre("reminder-50 one", "reminder-50 two", "reminder-80 one",
                                                "reminder-80 two", "breach one issuer", "breach two issuer"));
}

TEST_F(WarningClocksTest, AStepIsTakenOnce) {
  Apply(TakeWarningSteps(state_, kIssued + absl::Hours(5)));
  EXPECT_THAT(Due(absl::Hours(5)), IsEmpty());
  EXPECT_EQ(NextDue(state_), kIssued + absl::Hours(8));
}

TEST_F(WarningClocksTest, AnAnswerStopsTheAddresseesOwnClockAlone) {
  Apply(StopWarningClock(state_, "one", kDue));
  EXPECT_EQ(state_.clocks(0).state(), v1::CLOCK_STATE_MET);
  EXPECT_EQ(state_.clocks(1).state(), v1::CLOCK_STATE_RUNNING);
  Apply(StopWarningClock(state_, "two", kDue + absl::Microseconds(1)));
  EXPECT_EQ(state_.clocks(1).state(), v1::CLOCK_STATE_MET_LATE);
  EXPECT_THAT(StopWarningClock(state_, "two", kDue), IsEmpty());
  EXPECT_EQ(NextDue(state_), absl::InfiniteFuture());
}

TEST_F(WarningClocksTest, AWarningThatIsTakenBackVoidsWhatStillRuns) {
  Apply(StopWarningClock(state_, "one", kDue));
  Apply(VoidWarningClocks(state_));
  EXPECT_EQ(state_.clocks(0).state(), v1::CLOCK_STATE_MET);
  EXPECT_EQ(state_.clocks(1).state(), v1::CLOCK_STATE_VOID);
  EXPECT_THAT(Due(absl::Hours(100)), IsEmpty());
}

TEST_F(WarningClocksTest, NoLengthOfSilenceEndsAClock) {
  Apply(TakeWarningSteps(state_, kIssued + absl::Hours(24 * 3650)));
  EXPECT_TRUE(!state_.clocks(0).has_stop_time() && state_.clocks(0).state() == v1::CLOCK_STATE_RUNNING);
}

}  // namespace
}  // namespace enlace::clock
