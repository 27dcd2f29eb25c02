#include "gateway/base/mutex.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>
#include <vector>

namespace enlace::base {
namespace {

struct Counter {
  Mutex mu;
  CondVar changed;
  int value ABSL_GUARDED_BY(mu) = 0;
};

TEST(MutexTest, ThreadsTakeTurns) {
  Counter counter;
  std::vector<std::thread> threads;
  for (int i = 0; i < 4; ++i) {
    threads.emplace_back([&counter] {
      for (int n = 0; n < 10000; ++n) {
        MutexLock lock(&counter.mu);
        ++counter.value;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  MutexLock lock(&counter.mu);
  EXPECT_EQ(counter.value, 40000);
}

TEST(MutexTest, WaiterWakesWhenTold) {
  Counter counter;
  std::thread teller([&counter] {
    MutexLock lock(&counter.mu);
    counter.value = 1;
    counter.changed.NotifyAll();
  });
  {
    MutexLock lock(&counter.mu);
    while (counter.value == 0) counter.changed.Wait(&counter.mu);
    EXPECT_EQ(counter.value, 1);
  }
  teller.join();
}

TEST(MutexTest, WaitEndsWithItsTimeout) {
  Counter counter;
  MutexLock lock(&counter.mu);
  bool woken = true;
  while (woken) woken = counter.changed.WaitFor(&counter.mu, absl::Milliseconds(1));
  EXPECT_FALSE(woken);
}

TEST(MutexTest, WaitUntilEndsAtItsDeadlineOrWhenNotified) {
  Mutex mu;
  CondVar changed;
  bool set = false;
  const auto soon = std::chrono::steady_clock::now() + std::chrono::milliseconds(1);
  std::thread setter;
  {
    MutexLock lock(&mu);
    while (changed.WaitUntil(&mu, soon)) {
    }
    EXPECT_GE(std::chrono::steady_clock::now(), soon);
    setter = std::thread([&] {
      MutexLock inner(&mu);
      set = true;
      changed.NotifyOne();
    });
    const auto late = soon + std::chrono::hours(1);
    while (!set) ASSERT_TRUE(changed.WaitUntil(&mu, late));
  }
  setter.join();
}

}  // namespace
}  // namespace enlace::base
