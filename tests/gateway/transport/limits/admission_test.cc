#include "gateway/transport/limits/admission.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

#include "gateway/base/errors.h"

namespace enlace::transport {
namespace {

FairQueueLimits OneAtATime() {
  FairQueueLimits limits;
  limits.max_running = 1;
  limits.reserved_for_urgent = 0;
  limits.max_waiting = 2;
  return limits;
}

class AdmissionTest : public ::testing::Test {
 protected:
  Admission::Entry Enter(Admission::Start start = [](Admission::Slot) {}) {
    absl::StatusOr<Admission::Entry> entry = admission_->Enter(caller_, Lane::kOrdinary, std::move(start));
    EXPECT_TRUE(entry.ok()) << entry.status();
    return *std::move(entry);
  }
  const std::shared_ptr<const std::string> caller_ = std::make_shared<const std::string>("agency/fgr");
  const std::shared_ptr<Admission> admission_ = Admission::New(OneAtATime());
};

TEST_F(AdmissionTest, SlotGivenBackStartsTheNext) {
  Admission::Slot second;
  Admission::Entry first = Enter();
  ASSERT_TRUE(first.slot.held());
  const Admission::Entry waiting = Enter([&](Admission::Slot slot) { second = std::move(slot); });
  EXPECT_FALSE(waiting.slot.held());
  EXPECT_FALSE(second.held());
  first.slot.Release();
  EXPECT_TRUE(second.held());
  EXPECT_EQ(admission_->running(), 1);
  second.Release();
  EXPECT_EQ(admission_->running(), 0);
}

TEST_F(AdmissionTest, SlotThatIsDroppedByItsTakerGoesToTheOneBehind) {
  Admission::Slot last;
  Admission::Entry first = Enter();
  Enter([](Admission::Slot) {});
  Enter([&](Admission::Slot slot) { last = std::move(slot); });
  first.slot.Release();
  EXPECT_TRUE(last.held());
}

TEST_F(AdmissionTest, WhoTakesItsCallBackIsNotStarted) {
  bool started = false;
  Admission::Entry first = Enter();
  const Admission::Entry waiting = Enter([&](Admission::Slot) { started = true; });
  admission_->Withdraw(waiting.ticket);
  first.slot.Release();
  EXPECT_FALSE(started);
  EXPECT_EQ(admission_->waiting(), 0u);
}

TEST_F(AdmissionTest, TooManyWaitingAreTheQuotasRefusal) {
  const Admission::Entry first = Enter();
  Enter();
  Enter();
  const auto refused = admission_->Enter(caller_, Lane::kOrdinary, [](Admission::Slot) {});
  EXPECT_EQ(refused.status().code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(base::ReasonOf(refused.status()), v1::ERROR_REASON_QUOTA_EXCEEDED);
}

TEST(AdmissionThreadsTest, EveryCallRunsOnceAndNeverMoreThanAllowed) {
  FairQueueLimits limits;
  limits.max_running = 2;
  limits.reserved_for_urgent = 0;
  const auto admission = Admission::New(limits);
  std::atomic<int> ran{0}, running{0}, most{0};
  const auto run = [&](Admission::Slot slot) {
    const int now = ++running;
    for (int seen = most; seen < now && !most.compare_exchange_weak(seen, now);) {
    }
    ++ran;
    --running;
    slot.Release();
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 4; ++t) {
    threads.emplace_back([&, caller = std::make_shared<const std::string>(std::to_string(t))] {
      for (int i = 0; i < 500; ++i) {
        absl::StatusOr<Admission::Entry> entry = admission->Enter(caller, Lane::kOrdinary, run);
        ASSERT_TRUE(entry.ok());
        if (entry->slot.held()) run(std::move(entry->slot));
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(ran, 2000);
  EXPECT_LE(most, 2);
  EXPECT_EQ(admission->running(), 0);
}

}  // namespace
}  // namespace enlace::transport
