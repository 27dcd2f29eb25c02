#include "gateway/transport/live_streams.h"

#include <atomic>

#include "absl/time/clock.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

constexpr absl::Duration kLong = absl::Seconds(30);
void NoCut() {}

TEST(LiveStreamsTest, BoundsHoldInAllAndPerCallerAndAreGivenBack) {
  LiveStreams streams(3, 2, kLong);
  ASSERT_OK_AND_ASSIGN(auto a1, streams.Open("a", NoCut));
  ASSERT_OK_AND_ASSIGN(auto a2, streams.Open("a", NoCut));
  EXPECT_THAT(streams.Open("a", NoCut), ReasonIs(v1::ERROR_REASON_QUOTA_EXCEEDED));
  ASSERT_OK_AND_ASSIGN(auto b1, streams.Open("b", NoCut));
  EXPECT_THAT(streams.Open("c", NoCut), StatusIs(absl::StatusCode::kResourceExhausted));
  a1.reset();
  EXPECT_EQ(streams.size(), 2);
  EXPECT_THAT(streams.Open("a", NoCut), IsOk());
}

TEST(LiveStreamsTest, WakeBeforeWaitIsNotLost) {
  LiveStreams streams(1, 1, kLong);
  ASSERT_OK_AND_ASSIGN(auto stream, streams.Open("a", NoCut));
  const absl::Time start = absl::Now();
  stream->Wake();
  stream->Wait(kLong);
  streams.WakeAll();
  stream->Wait(kLong);
  EXPECT_LT(absl::Now() - start, kLong);
}

TEST(LiveStreamsTest, WaitEndsByItself) {
  LiveStreams streams(1, 1, kLong);
  ASSERT_OK_AND_ASSIGN(auto stream, streams.Open("a", NoCut));
  stream->Wait(absl::Milliseconds(1));
}

TEST(LiveStreamsTest, AfterTheEndNobodyIsAdmittedAndAllWake) {
  LiveStreams streams(2, 2, kLong);
  ASSERT_OK_AND_ASSIGN(auto stream, streams.Open("a", NoCut));
  EXPECT_FALSE(streams.ending());
  streams.EndAll();
  EXPECT_TRUE(streams.ending());
  stream->Wait(kLong);
  const auto refused = streams.Open("a", NoCut);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kUnavailable));
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_SHUTTING_DOWN));
}

TEST(LiveStreamsTest, OnlyAWriteThatTakesTooLongIsCut) {
  base::Mutex mu;
  base::CondVar changed;
  bool stalled_cut = false;
  std::atomic<bool> quiet_cut = false;
  LiveStreams streams(2, 2, absl::Milliseconds(40));
  ASSERT_OK_AND_ASSIGN(auto quiet, streams.Open("a", [&] { quiet_cut = true; }));
  ASSERT_OK_AND_ASSIGN(auto stalled, streams.Open("b", [&] {
    base::MutexLock lock(&mu);
    stalled_cut = true;
    changed.NotifyAll();
  }));
  quiet->WriteBegins();
  quiet->WriteEnds();
  stalled->WriteBegins();
  base::MutexLock lock(&mu);
  while (!stalled_cut) ASSERT_TRUE(changed.WaitFor(&mu, kLong));
  EXPECT_FALSE(quiet_cut);
}

}  // namespace
}  // namespace enlace::transport
