#include "gateway/transport/limits/open_streams.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/errors.h"

namespace enlace::transport {
namespace {

void Nothing() {}

TEST(OpenStreamsTest, BoundsEachCallerAndAllTogether) {
  OpenStreams streams(/*max_streams=*/3, /*max_per_caller=*/2);
  const auto a1 = streams.Open("a", Nothing);
  auto a2 = streams.Open("a", Nothing);
  EXPECT_EQ(base::ReasonOf(streams.Open("a", Nothing).status()), v1::ERROR_REASON_QUOTA_EXCEEDED);
  const auto b1 = streams.Open("b", Nothing);
  EXPECT_EQ(streams.Open("c", Nothing).status().code(), absl::StatusCode::kResourceExhausted);
  a2->reset();
  EXPECT_TRUE(streams.Open("c", Nothing).ok());
  EXPECT_EQ(streams.size(), 2);
}

TEST(OpenStreamsTest, WakesThoseThatAreOpen) {
  OpenStreams streams(10, 10);
  int kept = 0, gone = 0;
  const auto open = streams.Open("a", [&] { ++kept; });
  streams.Open("a", [&] { ++gone; }).IgnoreError();
  streams.WakeAll();
  EXPECT_EQ(kept, 1);
  EXPECT_EQ(gone, 0);
}

TEST(OpenStreamsTest, EndWakesAllAndAdmitsOnlyHealth) {
  OpenStreams streams(10, 10);
  int woken = 0;
  const auto open = streams.Open("a", [&] { ++woken; });
  EXPECT_FALSE(streams.ending());
  streams.EndAll();
  EXPECT_TRUE(streams.ending());
  EXPECT_EQ(woken, 1);
  const auto refused = streams.Open("a", Nothing);
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_EQ(base::ReasonOf(refused.status()), v1::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_TRUE(streams.Open("a", Nothing, /*while_ending=*/true).ok());
}

}  // namespace
}  // namespace enlace::transport
