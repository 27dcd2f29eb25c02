#include "gateway/transport/http2/budget.h"

#include <gtest/gtest.h>

#include <chrono>
#include <tuple>

namespace enlace::transport {
namespace {

using std::chrono::milliseconds;
constexpr SteadyTime kStart = SteadyTime(std::chrono::hours(1));

BudgetOptions Same(Allowance allowance) {
  BudgetOptions options;
  options.allowances.fill(allowance);
  return options;
}

TEST(Budget, EndsAfterItsBurst) {
  Budget budget(Same({3, 0, 0}));
  for (int i = 0; i < 3; ++i) EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  EXPECT_FALSE(budget.Spend(Charge::kPing, kStart + std::chrono::hours(9)));
}

TEST(Budget, KeepsChargesApart) {
  Budget budget(Same({1, 0, 0}));
  EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  EXPECT_TRUE(budget.Spend(Charge::kReset, kStart));
  EXPECT_FALSE(budget.Spend(Charge::kPing, kStart));
}

TEST(Budget, TimeRefillsAndKeepsTheRestOfAToken) {
  Budget budget(Same({1, 2, 0}));
  EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  EXPECT_FALSE(budget.Spend(Charge::kPing, kStart + milliseconds(300)));
  EXPECT_TRUE(budget.Spend(Charge::kPing, kStart + milliseconds(500)));
}

TEST(Budget, WorkRefillsUpToTheBurstOnly) {
  Budget budget(Same({4, 0, 2}));
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  budget.Earn(1);
  EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  EXPECT_FALSE(budget.Spend(Charge::kPing, kStart));
  budget.Earn(uint64_t{1} << 60);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(budget.Spend(Charge::kPing, kStart));
  EXPECT_FALSE(budget.Spend(Charge::kPing, kStart));
}

// What a busy gRPC client sends for each answer that it gets, in one instant:
// time helps nobody here.
class HonestClient : public testing::TestWithParam<std::tuple<int, Charge, int>> {};

TEST_P(HonestClient, IsNeverCutOff) {
  const auto [streams, charge, per_call] = GetParam();
  Budget budget{BudgetOptions()};
  for (int round = 0; round < 200; ++round) {
    // The worst order: all frames of a round before the first answer of it.
    for (int i = 0; i < streams * per_call; ++i)
      ASSERT_TRUE(budget.Spend(charge, kStart)) << round << " " << i;
    budget.Earn(static_cast<uint64_t>(streams));
  }
}

INSTANTIATE_TEST_SUITE_P(Matrix, HonestClient,
                         testing::Combine(testing::Values(1, 100, 1000),
                                          testing::Values(Charge::kPing, Charge::kWindow),
                                          testing::Values(1, 2, 3)));
INSTANTIATE_TEST_SUITE_P(CancelsHalf, HonestClient,
                         testing::Combine(testing::Values(1, 100, 1000), testing::Values(Charge::kReset),
                                          testing::Values(1)));
INSTANTIATE_TEST_SUITE_P(TunesItsWindow, HonestClient,
                         testing::Combine(testing::Values(1, 100, 1000),
                                          testing::Values(Charge::kSettings, Charge::kPriority),
                                          testing::Values(1)));

TEST(Budget, EveryChargeHasAName) {
  for (size_t i = 0; i < kCharges; ++i) EXPECT_NE(NameOfBudget(static_cast<Charge>(i)), "");
}

}  // namespace
}  // namespace enlace::transport
