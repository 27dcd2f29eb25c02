#include "adapters/runtime/retry_schedule.h"

#include "tests/client/fake_gateway.h"
#include "tests/support/fake_clock.h"

namespace enlace::adapters {
namespace {

class RetryScheduleTest : public testing::Test {
 protected:
  absl::Duration Fail(const std::string& id, const absl::Status& status = absl::UnavailableError("away")) {
    return schedule_.Failed(id, status, clock_.Now(), 0);
  }
  FakeClock clock_;
  RetrySchedule schedule_{client::RetryPolicy{absl::Seconds(1), absl::Seconds(60), 2.0, 0.5}};
};

TEST_F(RetryScheduleTest, WaitsGrowUpToTheLongestAndNeverEnd) {
  EXPECT_TRUE(schedule_.IsDue("a", clock_.Now()));
  EXPECT_EQ(Fail("a"), absl::Seconds(1));
  EXPECT_EQ(Fail("a"), absl::Seconds(2));
  for (int i = 0; i < 1000; ++i) Fail("a");
  EXPECT_EQ(Fail("a"), absl::Seconds(60));
}

TEST_F(RetryScheduleTest, EachThingWaitsByItself) {
  Fail("a");
  EXPECT_FALSE(schedule_.IsDue("a", clock_.Now()));
  EXPECT_TRUE(schedule_.IsDue("b", clock_.Now()));
  clock_.Advance(absl::Seconds(1));
  EXPECT_TRUE(schedule_.IsDue("a", clock_.Now()));
}

TEST_F(RetryScheduleTest, TheGatewaysOwnWaitIsKept) {
  const absl::Status busy = client::FromRpc(client::Refused(
      grpc::StatusCode::RESOURCE_EXHAUSTED, v1::ERROR_REASON_QUOTA_EXCEEDED, "", "", absl::Seconds(30)));
  EXPECT_EQ(Fail("a", busy), absl::Seconds(30));
}

TEST_F(RetryScheduleTest, SuccessBeginsAnew) {
  Fail("a");
  Fail("a");
  schedule_.Succeeded("a");
  EXPECT_TRUE(schedule_.IsDue("a", clock_.Now()));
  EXPECT_EQ(Fail("a"), absl::Seconds(1));
}

}  // namespace
}  // namespace enlace::adapters
