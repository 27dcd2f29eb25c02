// A hundred years of random traffic of one mechanism, in milliseconds: the clocks,
// ladders and states of the gateway's pure core beside a naive reference.
#ifndef ENLACE_TESTS_SIMULATION_CENTURY_H_
#define ENLACE_TESTS_SIMULATION_CENTURY_H_

#include <cstdint>
#include <map>
#include <string>

#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::simulation {

// What came of a century. The counts are the core's; where they are not those of
// the reference, `finding` says so.
struct Century {
  uint64_t referrals = 0;
  uint64_t acts = 0;
  uint64_t steps_taken = 0;
  std::map<v1::ClockState, uint64_t> clocks;
  std::map<v1::ReferralState, uint64_t> states;
  // The first difference, in words with the seed; empty if there is none.
  std::string finding;
};

// Simulates the century from 1990 on. Each referral has its own legs, acts in
// order and out of it, told twice, told late, exclusions, withdrawals, and a
// scheduler that is punctual or away. After every act and every step core and
// reference must agree on every clock; nothing but its own event may have stopped
// one; and every referral is in one state. Pure: the same seed, the same century.
Century Simulate(const mechanism::Mechanism& mechanism, uint64_t seed);

}  // namespace enlace::simulation

#endif  // ENLACE_TESTS_SIMULATION_CENTURY_H_
