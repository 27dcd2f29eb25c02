// Honest clients that ask for much: no budget may cut them off.
#include <gmock/gmock.h>

#include <deque>
#include <memory>
#include <utility>
#include <vector>

#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

void NoQuotas(DoorOptions* options) {
  options->limits.http2.max_streams = 1000;
  CallOptions& calls = options->limits.calls;
  calls.rate.per_second = calls.rate.burst = 1'000'000;
  calls.turns.max_waiting = calls.turns.max_waiting_per_caller = 10'000;
}

// Calls over one connection, so many at once, each followed by the next.
class BusyClientsTest : public ::testing::Test {
 protected:
  struct Started {
    int number;
    grpc::ClientContext context;
    v1::GetCaseStatusResponse response;
    grpc::Status status;
    std::unique_ptr<grpc::ClientAsyncResponseReader<v1::GetCaseStatusResponse>> reader;
  };

  void Start(int number) {
    auto* const call = new Started;
    call->number = number;
    call->context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Minutes(1)));
    v1::GetCaseStatusRequest request;
    if (number % cancel_each_ == 0) request.set_purpose("cancelled");
    call->reader = stub_->AsyncGetCaseStatus(&call->context, request, &queue_);
    call->reader->Finish(&call->response, &call->status, call);
    if (number % cancel_each_ == 0) waiting_.push_back(call);
  }
  // Calls are taken back when they have been on the wire for a while.
  void CancelOld(size_t keep) {
    for (; waiting_.size() > keep; waiting_.erase(waiting_.begin())) waiting_.front()->context.TryCancel();
  }
  // How many were answered with OK; all others are those that were taken back.
  int Run(int count, int at_once) {
    int started = 0;
    int answered = 0;
    while (started < at_once) Start(++started);
    for (int ended = 0; ended < count; ++ended) {
      void* tag = nullptr;
      bool ok = false;
      if (ended > count - at_once) CancelOld(0);
      CancelOld(static_cast<size_t>(at_once / 10));
      if (!queue_.Next(&tag, &ok)) break;
      const std::unique_ptr<Started> call(static_cast<Started*>(tag));
      // Whatever ended it: nobody takes it back any more.
      std::erase(waiting_, call.get());
      answered += call->status.ok() ? 1 : 0;
      if (call->number % cancel_each_ != 0) {
        EXPECT_TRUE(call->status.ok()) << call->status.error_message();
      }
      if (started < count) Start(++started);
    }
    return answered;
  }

  // Calls that are taken back are answered when that has most likely happened: whoever
  // never answers keeps his turns. False while `done` is kept; otherwise it is that of
  // the oldest one.
  bool Keep(service::Done<v1::GetCaseStatusResponse>* done) {
    base::MutexLock lock(&mu_);
    if (keeps_no_more_) return true;
    unanswered_.push_back(std::move(*done));
    if (unanswered_.size() <= 60) return false;
    *done = std::move(unanswered_.front());
    unanswered_.pop_front();
    return true;
  }
  // The door still hears of calls whose client has gone.
  void EndKeeping() {
    base::MutexLock lock(&mu_);
    keeps_no_more_ = true;
    unanswered_.clear();
  }

  base::Mutex mu_;  // Outlives the door, whose threads use it.
  std::deque<service::Done<v1::GetCaseStatusResponse>> unanswered_ ABSL_GUARDED_BY(mu_);
  bool keeps_no_more_ ABSL_GUARDED_BY(mu_) = false;
  TestDoor door_{NoQuotas};
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::CaseService::Stub> stub_ = v1::CaseService::NewStub(door_.Channel(&agency_.tls));
  grpc::CompletionQueue queue_;
  std::vector<Started*> waiting_;
  int cancel_each_ = 1 << 30;
};

TEST_F(BusyClientsTest, AThousandStreamsOfOneConnectionAreServed) {
  EXPECT_EQ(Run(20'000, 1000), 20'000);
  EXPECT_THAT(door_.server->Connections(), ::testing::SizeIs(1));
}

// gRPC C++ may reset a stream that it never opened.
TEST_F(BusyClientsTest, WhoTakesAFifthOfItsCallsBackLosesNoOther) {
  door_.services.get_case_status.behave = [this](const auto& request, auto done) {
    if (!request.purpose().empty() && !Keep(&done)) return;
    done(v1::GetCaseStatusResponse());
  };
  cancel_each_ = 5;
  EXPECT_GE(Run(10'000, 100), 8000);
  EXPECT_THAT(door_.server->Connections(), ::testing::SizeIs(1));
  EndKeeping();
}

}  // namespace
}  // namespace enlace::transport
