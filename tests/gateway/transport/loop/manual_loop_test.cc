#include "tests/gateway/transport/support/manual_loop.h"

#include <vector>

#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace enlace::transport {
namespace {

using testing::ElementsAre;

TEST(ManualLoopTest, FiresTimersInOrderAndEachAtItsInstant) {
  ManualLoop loop;
  const SteadyTime start = loop.now();
  std::vector<int64_t> seconds;
  const auto note = [&] {
    seconds.push_back(std::chrono::duration_cast<std::chrono::seconds>(loop.now() - start).count());
  };
  Timer late(note), early(note);
  loop.Arm(&late, absl::Seconds(20));
  loop.Arm(&early, absl::Seconds(10));
  loop.Advance(absl::Seconds(15));
  EXPECT_TRUE(late.armed());
  EXPECT_FALSE(early.armed());
  loop.Advance(absl::Seconds(5));
  EXPECT_THAT(seconds, ElementsAre(10, 20));
}

TEST(ManualLoopTest, RunsWhatAPostPosts) {
  ManualLoop loop;
  std::vector<int> ran;
  loop.Post([&] {
    ran.push_back(1);
    loop.Post([&] { ran.push_back(2); });
  });
  EXPECT_THAT(ran, ElementsAre());
  EXPECT_EQ(loop.RunPosts(), 2);
  EXPECT_THAT(ran, ElementsAre(1, 2));
}

TEST(ManualLoopTest, ADestroyedTimerDoesNotFire) {
  ManualLoop loop;
  {
    Timer timer([] { FAIL(); });
    loop.Arm(&timer, absl::Seconds(1));
  }
  loop.Advance(absl::Seconds(2));
  EXPECT_EQ(loop.armed(), 0U);
}

}  // namespace
}  // namespace enlace::transport
