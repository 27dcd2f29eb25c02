#include "gateway/delivery/feed_hub.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace enlace::delivery {
namespace {

TEST(FeedHubTest, WakesEverySubscriberOfTheAgencyAndNoOther) {
  FeedHub hub;
  int first = 0;
  int second = 0;
  int other = 0;
  hub.Subscribe("aa", [&] { ++first; });
  hub.Subscribe("aa", [&] { ++second; });
  hub.Subscribe("bb", [&] { ++other; });
  hub.Wake({"aa", "cc"});
  EXPECT_EQ(first, 1);
  EXPECT_EQ(second, 1);
  EXPECT_EQ(other, 0);
}

TEST(FeedHubTest, AnEndedSubscriptionIsNotCalledAndTheOthersAre) {
  FeedHub hub;
  int ended = 0;
  int kept = 0;
  const int id = hub.Subscribe("aa", [&] { ++ended; });
  hub.Subscribe("aa", [&] { ++kept; });
  hub.Unsubscribe(id);
  hub.Unsubscribe(id);
  hub.Unsubscribe(12345);
  hub.Wake({"aa"});
  EXPECT_EQ(ended, 0);
  EXPECT_EQ(kept, 1);
}

TEST(FeedHubTest, AfterUnsubscribeTheCallbackIsOver) {
  FeedHub hub;
  std::atomic<bool> stop{false};
  std::thread waker([&] {
    while (!stop) hub.Wake({"aa"});
  });
  for (int i = 0; i < 500; ++i) {
    auto alive = std::make_unique<std::atomic<int>>(0);
    const int id = hub.Subscribe("aa", [counter = alive.get()] { ++*counter; });
    hub.Unsubscribe(id);
    alive.reset();  // A late call would touch freed memory.
  }
  stop = true;
  waker.join();
}

}  // namespace
}  // namespace enlace::delivery
