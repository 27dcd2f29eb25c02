#include "gateway/transport/limits/fair_queue.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace enlace::transport {
namespace {

using ::testing::ElementsAre;
using Verdict = FairQueue::Verdict;

constexpr Lane kOrdinary = Lane::kOrdinary;
constexpr Lane kUrgent = Lane::kUrgent;

FairQueueLimits Small(int running, int reserved = 0) {
  FairQueueLimits limits;
  limits.max_running = running;
  limits.reserved_for_urgent = reserved;
  limits.max_running_per_caller = 100;
  limits.max_waiting = 10;
  limits.max_waiting_per_caller = 3;
  return limits;
}

TEST(FairQueueTest, CallsRunAtOnceWhileThereIsRoom) {
  FairQueue queue(Small(2));
  EXPECT_EQ(queue.Enter("a", kOrdinary, 1), Verdict::kRun);
  EXPECT_EQ(queue.Enter("a", kOrdinary, 2), Verdict::kRun);
  EXPECT_EQ(queue.Enter("a", kOrdinary, 3), Verdict::kWait);
  EXPECT_EQ(queue.Next(), absl::nullopt);
  queue.Leave("a", kOrdinary);
  EXPECT_EQ(queue.Next(), 3u);
  EXPECT_EQ(queue.Next(), absl::nullopt);
  EXPECT_EQ(queue.running(), 2);
}

TEST(FairQueueTest, CallersTakeTurnsWhateverEachHasWaiting) {
  FairQueue queue(Small(1));
  queue.Enter("busy", kOrdinary, 1);
  for (uint64_t id : {2, 3, 4}) EXPECT_EQ(queue.Enter("busy", kOrdinary, id), Verdict::kWait);
  for (uint64_t id : {5, 6}) EXPECT_EQ(queue.Enter("calm", kOrdinary, id), Verdict::kWait);
  std::vector<uint64_t> order;
  std::string running = "busy";
  while (queue.waiting() > 0) {
    queue.Leave(running, kOrdinary);
    order.push_back(*queue.Next());
    running = order.back() >= 5 ? "calm" : "busy";
  }
  EXPECT_THAT(order, ElementsAre(2, 5, 3, 6, 4));
}

TEST(FairQueueTest, UrgentReferralsGoFirstAndHaveRoomOfTheirOwn) {
  FairQueue queue(Small(1, /*reserved=*/1));
  queue.Enter("a", kOrdinary, 1);
  EXPECT_EQ(queue.Enter("a", kOrdinary, 2), Verdict::kWait);
  EXPECT_EQ(queue.Enter("b", kUrgent, 3), Verdict::kRun);
  EXPECT_EQ(queue.Enter("c", kUrgent, 4), Verdict::kWait);
  queue.Leave("a", kOrdinary);
  EXPECT_EQ(queue.Next(), 4u);
  EXPECT_EQ(queue.Next(), absl::nullopt);
  queue.Leave("b", kUrgent);
  EXPECT_EQ(queue.Next(), absl::nullopt);
  queue.Leave("c", kUrgent);
  EXPECT_EQ(queue.Next(), 2u);
}

TEST(FairQueueTest, OneCallerDoesNotTakeAllPlaces) {
  FairQueueLimits limits = Small(3);
  limits.max_running_per_caller = 2;
  FairQueue queue(limits);
  queue.Enter("busy", kOrdinary, 1);
  queue.Enter("busy", kOrdinary, 2);
  EXPECT_EQ(queue.Enter("busy", kOrdinary, 3), Verdict::kWait);
  EXPECT_EQ(queue.Enter("calm", kOrdinary, 4), Verdict::kRun);
}

TEST(FairQueueTest, WaitingIsBoundedPerCallerAndInAll) {
  FairQueue queue(Small(1));
  queue.Enter("a", kOrdinary, 1);
  uint64_t id = 1;
  for (const char* caller : {"a", "b", "c"}) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(queue.Enter(caller, kOrdinary, ++id), Verdict::kWait);
    EXPECT_EQ(queue.Enter(caller, kOrdinary, ++id), Verdict::kRefused);
  }
  EXPECT_EQ(queue.Enter("d", kOrdinary, ++id), Verdict::kWait);
  EXPECT_EQ(queue.Enter("e", kOrdinary, ++id), Verdict::kRefused);
  EXPECT_EQ(queue.Enter("e", kUrgent, ++id), Verdict::kWait);
}

TEST(FairQueueTest, WhatIsWithdrawnGetsNoTurn) {
  FairQueue queue(Small(1));
  queue.Enter("a", kOrdinary, 1);
  queue.Enter("a", kOrdinary, 2);
  queue.Enter("b", kOrdinary, 3);
  EXPECT_TRUE(queue.Withdraw(2));
  EXPECT_FALSE(queue.Withdraw(2));
  EXPECT_FALSE(queue.Withdraw(1));
  queue.Leave("a", kOrdinary);
  EXPECT_EQ(queue.Next(), 3u);
}

TEST(FairQueueTest, CallersWithoutCallsAreForgotten) {
  FairQueue queue(Small(1));
  for (int i = 0; i < 10'000; ++i) {
    const std::string caller = absl::StrCat(i);
    ASSERT_EQ(queue.Enter(caller, kOrdinary, i), Verdict::kRun);
    queue.Leave(caller, kOrdinary);
  }
  EXPECT_LE(queue.callers(), 257u);
}

// Calls of random length on the queue's places, by a clock of steps.
class Simulation {
 public:
  static constexpr int kMostSteps = 8;
  Simulation(const FairQueueLimits& limits, uint32_t seed) : limits_(limits), queue_(limits), random_(seed) {}

  void Submit(const std::string& caller, Lane lane) {
    const uint64_t id = ++last_id_;
    calls_[id] = {caller, lane, now_};
    switch (queue_.Enter(caller, lane, id)) {
      case Verdict::kRun:
        Start(id);
        break;
      case Verdict::kWait:
        break;
      case Verdict::kRefused:
        ++refused_[caller];
        break;
    }
  }
  void Step() {
    ++now_;
    for (auto it = running_.begin(); it != running_.end() && it->first <= now_; it = running_.erase(it)) {
      const Call& call = calls_[it->second];
      queue_.Leave(call.caller, call.lane);
    }
    while (const absl::optional<uint64_t> next = queue_.Next()) Start(*next);
    ASSERT_LE(queue_.running(), limits_.max_running + limits_.reserved_for_urgent);
  }
  int Random(int below) { return static_cast<int>(random_() % below); }
  // Steps from the coming to the start of the slowest, by caller and lane.
  int Worst(const std::string& caller, Lane lane) { return worst_[{caller, lane}]; }
  int refused(const std::string& caller) { return refused_[caller]; }

 private:
  struct Call {
    std::string caller;
    Lane lane;
    int came;
  };
  void Start(uint64_t id) {
    const Call& call = calls_[id];
    int& worst = worst_[{call.caller, call.lane}];
    worst = std::max(worst, now_ - call.came);
    running_.emplace(now_ + 1 + Random(kMostSteps), id);
  }

  const FairQueueLimits limits_;
  FairQueue queue_;
  std::mt19937 random_;
  int now_ = 0;
  uint64_t last_id_ = 0;
  std::map<uint64_t, Call> calls_;
  std::multimap<int, uint64_t> running_;
  std::map<std::pair<std::string, Lane>, int> worst_;
  std::map<std::string, int> refused_;
};

// An agency that floods both lanes, ten times beyond what the places can do.
TEST(FairQueueSimulationTest, OneAgencysFloodNeverDelaysAnothersUrgentReferral) {
  FairQueueLimits limits = Small(8, /*reserved=*/4);
  limits.max_running_per_caller = 4;
  limits.max_waiting = 400;
  limits.max_waiting_per_caller = 100;
  for (uint32_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    Simulation simulation(limits, seed);
    for (int step = 0; step < 2000; ++step) {
      for (int i = 0; i < 20; ++i)
        simulation.Submit("flood", simulation.Random(2) == 0 ? kUrgent : kOrdinary);
      if (step % 5 == 0) simulation.Submit("calm", kUrgent);
      if (step % 16 == 0) simulation.Submit("calm", kOrdinary);
      simulation.Step();
      if (HasFatalFailure()) return;
    }
    // The flood holds at most four places of each lane and its victim's own calls
    // three, so that one of twelve is free whenever an urgent referral comes.
    EXPECT_EQ(simulation.Worst("calm", kUrgent), 0);
    EXPECT_LE(simulation.Worst("calm", kOrdinary), 2 * Simulation::kMostSteps);
    EXPECT_EQ(simulation.refused("calm"), 0);
    EXPECT_GT(simulation.refused("flood"), 0);
  }
}

// Several agencies flood at once and hold every place: each turn is then shared.
TEST(FairQueueSimulationTest, BehindManyFloodsAnUrgentReferralWaitsForOneRoundAtMost) {
  FairQueueLimits limits = Small(4, /*reserved=*/2);
  limits.max_waiting = 400;
  limits.max_waiting_per_caller = 50;
  constexpr int kFloods = 5;
  for (uint32_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE(seed);
    Simulation simulation(limits, seed);
    for (int step = 0; step < 1000; ++step) {
      for (int i = 0; i < 20; ++i)
        simulation.Submit(absl::StrCat("flood", simulation.Random(kFloods)), kUrgent);
      if (simulation.Random(20) == 0) simulation.Submit("calm", kUrgent);
      simulation.Step();
      if (HasFatalFailure()) return;
    }
    EXPECT_LE(simulation.Worst("calm", kUrgent), (kFloods + 1) * Simulation::kMostSteps);
    EXPECT_EQ(simulation.refused("calm"), 0);
  }
}

}  // namespace
}  // namespace enlace::transport
