#include "gateway/transport/limits/rate_limit.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "gateway/base/errors.h"

namespace enlace::transport {
namespace {

constexpr SteadyTime kStart{std::chrono::hours(1)};

int Taken(TokenBucket* bucket, int tries, SteadyTime at) {
  int taken = 0;
  for (int i = 0; i < tries; ++i) taken += bucket->Take(at) ? 1 : 0;
  return taken;
}

TEST(TokenBucketTest, GivesItsBurstAtOnceAndThenItsRate) {
  TokenBucket bucket({.per_second = 10, .burst = 5});
  EXPECT_EQ(Taken(&bucket, 100, kStart), 5);
  EXPECT_EQ(Taken(&bucket, 100, kStart + std::chrono::milliseconds(99)), 0);
  EXPECT_EQ(Taken(&bucket, 100, kStart + std::chrono::milliseconds(100)), 1);
  EXPECT_EQ(Taken(&bucket, 100, kStart + std::chrono::milliseconds(350)), 2);
}

TEST(TokenBucketTest, HoldsNoMoreThanItsBurstAfterALongPause) {
  TokenBucket bucket({.per_second = 10, .burst = 5});
  EXPECT_EQ(Taken(&bucket, 100, kStart), 5);
  EXPECT_EQ(Taken(&bucket, 100, kStart + std::chrono::hours(1)), 5);
}

TEST(TokenBucketTest, WithoutARateThereIsNoLimit) {
  TokenBucket bucket({.per_second = 0, .burst = 1});
  EXPECT_EQ(Taken(&bucket, 10'000, kStart), 10'000);
}

TEST(TokenBucketTest, NoTokenIsGivenTwiceToThreads) {
  TokenBucket bucket({.per_second = 1, .burst = 1000});
  std::atomic<int> taken{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) threads.emplace_back([&] { taken += Taken(&bucket, 1000, kStart); });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(taken, 1000);
}

TEST(RateLimiterTest, CallBeyondTheRateIsTheQuotasRefusal) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  const auto rate = limiter.Of("agency/fgr", kStart);
  EXPECT_TRUE(rate->Take(false, kStart).ok());
  const absl::Status refused = rate->Take(false, kStart);
  EXPECT_EQ(refused.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ReasonOf(refused), v1::ERROR_REASON_QUOTA_EXCEEDED);
}

TEST(RateLimiterTest, AFloodLeavesTheCallersOwnUrgentReferralsAlone) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  const auto rate = limiter.Of("agency/fgr", kStart);
  EXPECT_TRUE(rate->Take(false, kStart).ok());
  EXPECT_FALSE(rate->Take(false, kStart).ok());
  EXPECT_TRUE(rate->Take(true, kStart).ok());
  EXPECT_FALSE(rate->Take(true, kStart).ok());
}

TEST(RateLimiterTest, ConnectionsOfACallerShareItsRateAndANewOneGivesNothingBack) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  EXPECT_TRUE(limiter.Of("agency/fgr", kStart)->Take(false, kStart).ok());
  EXPECT_FALSE(limiter.Of("agency/fgr", kStart)->Take(false, kStart).ok());
  EXPECT_TRUE(limiter.Of("agency/uep", kStart)->Take(false, kStart).ok());
}

TEST(RateLimiterTest, ForgetsCallersWhoAreGoneAndHaveTheirFullRateAgain) {
  RateLimiter limiter({.per_second = 1, .burst = 1});
  const auto kept = limiter.Of("agency/fgr", kStart);
  for (int i = 0; i < 5000; ++i) limiter.Of(std::to_string(i), kStart + std::chrono::seconds(i));
  EXPECT_LE(limiter.size(), 1025u);
  EXPECT_EQ(limiter.Of("agency/fgr", kStart), kept);
}

}  // namespace
}  // namespace enlace::transport
