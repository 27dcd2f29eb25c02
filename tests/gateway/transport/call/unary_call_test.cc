#include "gateway/transport/call/unary_call.h"

#include <thread>

#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using StatusDone = service::Done<v1::GetCaseStatusResponse>;

v1::GetCaseStatusResponse ResponseOf(const std::string& case_id) {
  v1::GetCaseStatusResponse response;
  response.mutable_status()->set_case_id(case_id);
  return response;
}

std::string CaseOf(const TestCall& call) {
  return static_cast<const v1::GetCaseStatusResponse&>(*call->sent.at(0)).status().case_id();
}

class UnaryCallTest : public CallTest {
 protected:
  explicit UnaryCallTest(std::function<void(CallEnvironment*)> adjust = nullptr)
      : CallTest(std::move(adjust)) {}
  // The handler keeps its `done` for the test.
  void Hold(std::vector<StatusDone>* held) {
    services_.get_case_status.behave = [held](const auto&, StatusDone done) {
      held->push_back(std::move(done));
    };
  }
  const TestAgency agency_ = Enrol("fgr");
  const std::unique_ptr<TestPeer> peer_ = Connect(agency_.tls);
};

TEST_F(UnaryCallTest, AnswerOnTheLoopIsFinishedAtOnce) {
  services_.get_case_status.behave = [](const auto&, StatusDone done) { done(ResponseOf("01")); };
  const TestCall call = Ask(peer_.get());
  ASSERT_TRUE(call->finished);
  EXPECT_TRUE(call->status.ok());
  EXPECT_EQ(CaseOf(call), "01");
  EXPECT_FALSE(loop_.has_posts());
  EXPECT_EQ(services_.get_case_status.last().agency_id, "fgr");
}

TEST_F(UnaryCallTest, AnswerFromAnotherThreadComesByAPost) {
  std::thread other;
  services_.get_case_status.behave = [&](const auto&, StatusDone done) {
    other = std::thread([done = std::move(done)]() mutable { done(ResponseOf("01")); });
  };
  const TestCall call = Ask(peer_.get());
  other.join();
  EXPECT_FALSE(call->finished);
  loop_.RunPosts();
  ASSERT_TRUE(call->finished);
  EXPECT_EQ(CaseOf(call), "01");
}

TEST_F(UnaryCallTest, HandlerThatReadsTheStoreRunsOnAWorker) {
  std::thread::id ran_on;
  services_.list_agencies.behave = [&](const auto&, auto done) {
    ran_on = std::this_thread::get_id();
    done(v1::ListAgenciesResponse());
  };
  const TestCall call = Begin(peer_.get(), kAgencies, v1::ListAgenciesRequest());
  ASSERT_TRUE(RunUntil([&] { return call->finished; }));
  EXPECT_TRUE(call->status.ok());
  EXPECT_NE(ran_on, std::this_thread::get_id());
}

TEST_F(UnaryCallTest, LargeRequestIsWorkedOnElsewhere) {
  std::thread::id ran_on;
  services_.get_case_status.behave = [&](const auto&, StatusDone done) {
    ran_on = std::this_thread::get_id();
    done(ResponseOf("01"));
  };
  v1::GetCaseStatusRequest request;
  request.set_purpose(std::string((64 << 10) + 1, 'x'));
  const TestCall call = Begin(peer_.get(), kAsk, request);
  ASSERT_TRUE(RunUntil([&] { return call->finished; }));
  EXPECT_NE(ran_on, std::this_thread::get_id());
}

TEST_F(UnaryCallTest, WithoutADeadlineOfThePeerTheDefaultHoldsAndALateAnswerDoesNoHarm) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall call = Ask(peer_.get());
  loop_.Advance(absl::Seconds(29));
  EXPECT_FALSE(call->finished);
  loop_.Advance(absl::Seconds(2));
  ASSERT_TRUE(call->finished);
  EXPECT_EQ(call->status.code(), absl::StatusCode::kDeadlineExceeded);
  held[0](ResponseOf("late"));
  loop_.RunPosts();
  EXPECT_THAT(call->sent, IsEmpty());
}

TEST_F(UnaryCallTest, TheDeadlineOfThePeerHolds) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall call = Ask(peer_.get(), loop_.now() + std::chrono::milliseconds(100));
  loop_.Advance(absl::Milliseconds(200));
  EXPECT_EQ(call->status.code(), absl::StatusCode::kDeadlineExceeded);
}

TEST_F(UnaryCallTest, AnswerToACallThatIsGoneIsDropped) {
  std::vector<StatusDone> held;
  Hold(&held);
  TestCall call = Ask(peer_.get());
  CallLogCapture log;
  call.call = nullptr;
  call.sink = nullptr;
  std::thread([&] { held[0](ResponseOf("late")); }).join();
  loop_.RunPosts();
  EXPECT_THAT(log.lines(), Contains(HasSubstr("\"code\":\"CANCELLED\"")));
}

TEST_F(UnaryCallTest, AnswerAfterTheConnectionIsGoneReachesNoLoop) {
  std::vector<StatusDone> held;
  Hold(&held);
  auto peer = Connect(agency_.tls);
  TestCall call = Ask(peer.get());
  call.call = nullptr;
  peer = nullptr;
  std::thread([&] { held[0](ResponseOf("late")); }).join();
  EXPECT_FALSE(loop_.has_posts());
}

TEST_F(UnaryCallTest, ErrorOfTheHandlerIsTheEndOfTheCall) {
  services_.get_case_status.behave = [](const auto&, StatusDone done) { done(base::NotFound()); };
  CallLogCapture log;
  const TestCall call = Ask(peer_.get());
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_NOT_FOUND);
  EXPECT_THAT(call->sent, IsEmpty());
  ASSERT_EQ(log.lines().size(), 1u);
  EXPECT_THAT(log.lines()[0], HasSubstr("\"method\":\"GetCaseStatus\""));
}

// Completions race with cancellations and with each other; for the thread
// sanitizer.
TEST_F(UnaryCallTest, CallsCompletedByManyThreadsAreEachAnsweredOnce) {
  constexpr int kCalls = 400;
  base::Mutex mu;
  std::deque<StatusDone> held;
  std::atomic<bool> stop{false};
  services_.get_case_status.behave = [&](const auto&, StatusDone done) {
    base::MutexLock lock(&mu);
    held.push_back(std::move(done));
  };
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      while (true) {
        StatusDone done;
        {
          base::MutexLock lock(&mu);
          if (held.empty() && stop) return;
          if (!held.empty()) {
            done = std::move(held.front());
            held.pop_front();
          }
        }
        if (done) done(ResponseOf("01"));
      }
    });
  }
  std::vector<TestCall> calls;
  for (int i = 0; i < kCalls; ++i) {
    calls.push_back(Ask(peer_.get()));
    if (i % 3 == 0) calls.back().call = nullptr;  // Taken back.
    loop_.RunPosts();
  }
  EXPECT_TRUE(RunUntil([&] {
    int finished = 0;
    for (int i = 0; i < kCalls; ++i) finished += calls[i]->finished || i % 3 == 0 ? 1 : 0;
    return finished == kCalls;
  }));
  stop = true;
  for (std::thread& thread : threads) thread.join();
  for (int i = 0; i < kCalls; ++i) {
    if (i % 3 == 0) continue;
    EXPECT_EQ(calls[i]->sent.size(), 1u);
  }
}

class OneAtATimeTest : public UnaryCallTest {
 protected:
  OneAtATimeTest()
      : UnaryCallTest([](CallEnvironment* environment) {
          FairQueueLimits limits;
          limits.max_running = 1;
          limits.reserved_for_urgent = 1;
          limits.max_waiting_per_caller = 1;
          environment->on_loop = Admission::New(limits);
        }) {}
};

TEST_F(OneAtATimeTest, NextCallRunsWhenTheOneBeforeIsAnswered) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall first = Ask(peer_.get());
  const TestCall second = Ask(peer_.get());
  EXPECT_EQ(services_.get_case_status.calls(), 1);
  held[0](ResponseOf("01"));
  EXPECT_TRUE(first->finished);
  loop_.RunPosts();
  ASSERT_EQ(held.size(), 2u);
  held[1](ResponseOf("02"));
  EXPECT_EQ(CaseOf(second), "02");
}

TEST_F(OneAtATimeTest, UrgentReferralRunsBesidesAFlood) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall busy = Ask(peer_.get());
  const TestAgency other = Enrol("uep");
  const auto other_peer = Connect(other.tls);
  v1::SubmitReferralRequest urgent, ordinary;
  urgent.mutable_classification()->set_procedure(v1::PROCEDURE_TYPE_URGENT);
  const TestCall waits = Begin(other_peer.get(), kSubmit, ordinary);
  EXPECT_FALSE(waits->finished);
  const TestCall runs = Begin(other_peer.get(), kSubmit, urgent);
  EXPECT_TRUE(runs->finished);
}

TEST_F(OneAtATimeTest, TooManyWaitingAreRefusedWithTheQuotasReason) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall first = Ask(peer_.get()), second = Ask(peer_.get()), third = Ask(peer_.get());
  EXPECT_FALSE(second->finished);
  EXPECT_EQ(third->reason(), v1::ERROR_REASON_QUOTA_EXCEEDED);
  EXPECT_EQ(third->status.code(), absl::StatusCode::kResourceExhausted);
}

TEST_F(OneAtATimeTest, WaitingCallThatIsTakenBackNeverRuns) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall first = Ask(peer_.get());
  TestCall second = Ask(peer_.get());
  second.call = nullptr;
  held[0](ResponseOf("01"));
  loop_.RunPosts();
  EXPECT_EQ(services_.get_case_status.calls(), 1);
  EXPECT_EQ(environment_.on_loop->running(), 0);
}

TEST_F(OneAtATimeTest, WaitingCallEndsAtItsDeadline) {
  std::vector<StatusDone> held;
  Hold(&held);
  const TestCall first = Ask(peer_.get());
  const TestCall second = Ask(peer_.get(), loop_.now() + std::chrono::milliseconds(10));
  loop_.Advance(absl::Milliseconds(20));
  EXPECT_EQ(second->status.code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(environment_.on_loop->waiting(), 0u);
}

}  // namespace
}  // namespace enlace::transport
