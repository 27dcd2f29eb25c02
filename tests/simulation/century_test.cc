#include "tests/simulation/century.h"

#include <gtest/gtest.h>

#include <memory>

#include "gateway/mechanism/mechanism_set.h"
#include "tests/simulation/mechanisms.h"
#include "tests/support/status_matchers.h"

namespace enlace::simulation {
namespace {

class CenturyTest : public ::testing::TestWithParam<const char*> {
 protected:
  CenturyTest() : mechanisms_(LoadMechanisms(ENLACE_SOURCE_DIR "/mechanisms")) {}
  const std::map<std::string, mechanism::Mechanism> mechanisms_;
};

TEST_P(CenturyTest, CoreAndReferenceAgreeOnEveryClockStepAndState) {
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Century century = Simulate(mechanisms_.at(GetParam()), seed);
    ASSERT_EQ(century.finding, "");
  }
}

// A century in which nothing happens proves nothing.
TEST_P(CenturyTest, EveryKindOfEndOccurs) {
  Century all;
  for (uint64_t seed = 1; seed <= 20; ++seed) {
    const Century century = Simulate(mechanisms_.at(GetParam()), seed);
    all.steps_taken += century.steps_taken;
    for (const auto& [state, count] : century.clocks) all.clocks[state] += count;
    for (const auto& [state, count] : century.states) all.states[state] += count;
    uint64_t sum = 0;
    for (const auto& [state, count] : century.states) sum += count;
    EXPECT_EQ(sum, century.referrals);
  }
  EXPECT_GT(all.steps_taken, 1000U);
  for (const v1::ClockState state :
       {v1::CLOCK_STATE_MET, v1::CLOCK_STATE_MET_LATE, v1::CLOCK_STATE_OVERDUE, v1::CLOCK_STATE_VOID}) {
    EXPECT_GT(all.clocks[state], 0U) << v1::ClockState_Name(state);
  }
  for (const v1::ReferralState state :
       {v1::REFERRAL_STATE_OPEN_ANSWERED, v1::REFERRAL_STATE_OPEN_UNANSWERED, v1::REFERRAL_STATE_NO_TAKER}) {
    EXPECT_GT(all.states[state], 0U) << v1::ReferralState_Name(state);
  }
}

TEST_P(CenturyTest, TheSameSeedIsTheSameCentury) {
  const Century once = Simulate(mechanisms_.at(GetParam()), 7);
  const Century again = Simulate(mechanisms_.at(GetParam()), 7);
  EXPECT_EQ(once.clocks, again.clocks);
  EXPECT_EQ(once.steps_taken, again.steps_taken);
}

INSTANTIATE_TEST_SUITE_P(Mechanisms, CenturyTest, ::testing::Values("mx-federal", "gt-national"));

}  // namespace
}  // namespace enlace::simulation
