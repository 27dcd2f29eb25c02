#include "gateway/transport/call/workers.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <vector>

namespace enlace::transport {
namespace {

TEST(WorkersTest, RunsEveryJobOnItsThreads) {
  std::atomic<int> ran{0};
  base::Mutex mu;
  base::CondVar done;
  {
    Workers workers(3);
    for (int i = 0; i < 100; ++i) {
      workers.Run([&] {
        base::MutexLock lock(&mu);
        if (++ran == 100) done.NotifyAll();
      });
    }
    base::MutexLock lock(&mu);
    while (ran < 100) done.Wait(&mu);
  }
  EXPECT_EQ(ran, 100);
}

TEST(WorkersTest, OneThreadRunsJobsInTheirOrder) {
  std::vector<int> order;
  base::Mutex mu;
  base::CondVar done;
  Workers workers(1);
  base::MutexLock lock(&mu);
  for (int i = 0; i < 10; ++i) {
    workers.Run([&, i] {
      base::MutexLock inner(&mu);
      order.push_back(i);
      done.NotifyAll();
    });
  }
  while (order.size() < 10) done.Wait(&mu);
  for (int i = 0; i < 10; ++i) EXPECT_EQ(order[i], i);
}

TEST(WorkersTest, JobsAfterTheStopAreDropped) {
  Workers workers(1);
  workers.Stop();
  const auto held = std::make_shared<int>(0);
  workers.Run([held] { ++*held; });
  EXPECT_EQ(held.use_count(), 1);
  EXPECT_EQ(*held, 0);
  workers.Stop();
}

}  // namespace
}  // namespace enlace::transport
