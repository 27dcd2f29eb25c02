#include "gateway/transport/door.h"

#include <gmock/gmock.h>

#include <thread>

#include "enlace/v1/feed_service.grpc.pb.h"
#include "gateway/base/errors.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

using ::testing::HasSubstr;

using StatusDone = service::Done<v1::GetCaseStatusResponse>;

void FastHeartbeat(DoorOptions* options) { options->limits.calls.times.heartbeat = absl::Milliseconds(20); }

class DoorCallsTest : public ::testing::Test {
 protected:
  explicit DoorCallsTest(std::function<void(DoorOptions*)> adjust = nullptr) : door_(std::move(adjust)) {}

  // A stub over a connection of its own.
  template <typename Service>
  auto Stub() {
    return Service::NewStub(door_.Channel(&agency_.tls));
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
};

TEST_F(DoorCallsTest, AnswerMayComeFromAnotherThread) {
  std::thread other;
  door_.services.get_case_status.behave = [&](const auto&, StatusDone done) {
    other = std::thread([done = std::move(done)]() mutable {
      v1::GetCaseStatusResponse response;
      response.mutable_status()->set_case_id("01");
      done(std::move(response));
    });
  };
  grpc::ClientContext context;
  v1::GetCaseStatusResponse response;
  EXPECT_TRUE(Stub<v1::CaseService>()->GetCaseStatus(&context, v1::GetCaseStatusRequest(), &response).ok());
  EXPECT_EQ(response.status().case_id(), "01");
  other.join();
}

class ShortDeadlineTest : public DoorCallsTest {
 protected:
  ShortDeadlineTest() : DoorCallsTest([](auto* options) { options->limits.calls.times.default_deadline = absl::Milliseconds(50); }) {}
};

TEST_F(ShortDeadlineTest, ACallWithoutDeadlineGetsOneAndALateAnswerDoesNoHarm) {
  StatusDone late;
  door_.services.get_case_status.behave = [&](const auto&, StatusDone done) { late = std::move(done); };
  grpc::ClientContext context;
  v1::GetCaseStatusResponse response;
  const auto stub = Stub<v1::CaseService>();
  const Outcome outcome = Read(stub->GetCaseStatus(&context, v1::GetCaseStatusRequest(), &response));
  EXPECT_EQ(outcome.code, grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_THAT(outcome.message, HasSubstr("request_id"));
  late(v1::GetCaseStatusResponse());
  door_.services.get_case_status.behave = nullptr;
  EXPECT_EQ(Call(*stub, &v1::CaseService::Stub::GetCaseStatus).code, grpc::StatusCode::OK);
}

TEST_F(DoorCallsTest, AnAnswerThatIsDroppedEndsAtTheDeadlineOfTheCaller) {
  door_.services.get_case_status.behave = [](const auto&, StatusDone) {};
  grpc::ClientContext context;
  context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Milliseconds(100)));
  v1::GetCaseStatusResponse response;
  EXPECT_EQ(Stub<v1::CaseService>()->GetCaseStatus(&context, v1::GetCaseStatusRequest(), &response).error_code(),
            grpc::StatusCode::DEADLINE_EXCEEDED);
}

TEST_F(DoorCallsTest, MessageBeyondTheLimitIsRefused) {
  v1::GetCaseStatusRequest request;
  request.set_purpose(std::string((2 << 20) + 1, 'x'));
  grpc::ClientContext context;
  v1::GetCaseStatusResponse response;
  EXPECT_EQ(Stub<v1::CaseService>()->GetCaseStatus(&context, request, &response).error_code(),
            grpc::StatusCode::RESOURCE_EXHAUSTED);
  EXPECT_EQ(door_.services.get_case_status.calls(), 0);
}

TEST_F(DoorCallsTest, StreamSendsWhatComesWhenItComes) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  for (uint64_t position = 1; position <= 3; ++position) {
    ASSERT_TRUE(door_.services.watch.AwaitOpen(1));
    v1::WatchResponse sent, got;
    sent.add_items()->set_position(position);
    door_.services.watch.Push(sent);
    ASSERT_TRUE(reader->Read(&got));
    EXPECT_EQ(got.items(0).position(), position);
  }
}

TEST_F(DoorCallsTest, ErrorOfTheSourceEndsTheStream) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  door_.services.watch.Push(
      base::Refusal(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_POSITION_INVALID, "beyond the end"));
  v1::WatchResponse message;
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(Read(reader->Finish()).reason, "POSITION_INVALID");
}

class HeartbeatTest : public DoorCallsTest {
 protected:
  HeartbeatTest() : DoorCallsTest(FastHeartbeat) {}
};

TEST_F(HeartbeatTest, QuietStreamSendsEmptyMessages) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  v1::WatchResponse message;
  for (int i = 0; i < 3; ++i) {
    ASSERT_TRUE(reader->Read(&message));
    EXPECT_EQ(message.items_size(), 0);
  }
}

TEST_F(DoorCallsTest, RevocationCutsAnOpenStreamAtOnceAndLeavesOthersAlone) {
  const TestAgency bystander = door_.Enrol("uep");
  const auto other_stub = v1::FeedService::NewStub(door_.Channel(&bystander.tls));
  grpc::ClientContext context, other_context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  const auto other = other_stub->Watch(&other_context, v1::WatchRequest());
  ASSERT_TRUE(door_.services.watch.AwaitOpen(2));
  door_.Revoke(agency_.tls.certificate);
  v1::WatchResponse message;
  EXPECT_FALSE(reader->Read(&message));
  const Outcome outcome = Read(reader->Finish());
  EXPECT_EQ(outcome.code, grpc::StatusCode::UNAUTHENTICATED);
  EXPECT_EQ(outcome.reason, "CERTIFICATE_REVOKED");
  EXPECT_EQ(door_.server->open_streams(), 1);
}

TEST_F(DoorCallsTest, SuspensionCutsAnOpenStream) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  ASSERT_TRUE(door_.services.watch.AwaitOpen(1));
  door_.SetState("fgr", v1::AGENCY_STATE_SUSPENDED);
  v1::WatchResponse message;
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(Read(reader->Finish()).reason, "AGENCY_SUSPENDED");
}

TEST_F(DoorCallsTest, ExpiryCutsAnOpenStream) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  ASSERT_TRUE(door_.services.watch.AwaitOpen(1));
  door_.clock.SetTime(agency_.tls.certificate.not_after());
  v1::WatchResponse message;
  EXPECT_FALSE(reader->Read(&message));
  EXPECT_EQ(Read(reader->Finish()).reason, "CERTIFICATE_EXPIRED");
}

TEST_F(DoorCallsTest, AbandonedStreamIsGivenBack) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  ASSERT_TRUE(door_.services.watch.AwaitOpen(1));
  context.TryCancel();
  EXPECT_TRUE(door_.services.watch.AwaitOpen(0));
}

class StalledTest : public DoorCallsTest {
 protected:
  StalledTest() : DoorCallsTest([](auto* options) { options->limits.http2.stall_limit = absl::Milliseconds(200); }) {}
};

TEST_F(StalledTest, PeerThatDoesNotReadLosesItsStream) {
  grpc::ClientContext context;
  const auto stub = Stub<v1::FeedService>();
  const auto reader = stub->Watch(&context, v1::WatchRequest());
  ASSERT_TRUE(door_.services.watch.AwaitOpen(1));
  v1::WatchResponse large;
  large.add_items()->set_case_id(std::string(1 << 20, 'x'));
  door_.services.watch.Flood(large);
  EXPECT_TRUE(door_.services.watch.AwaitOpen(0));
}

class FewStreamsTest : public DoorCallsTest {
 protected:
  FewStreamsTest() : DoorCallsTest([](auto* options) { options->limits.calls.max_streams_per_caller = 1; }) {}
};

TEST_F(FewStreamsTest, StreamBeyondTheBoundIsRefusedWithADelay) {
  const auto stub = Stub<v1::FeedService>();
  grpc::ClientContext first, second;
  const auto kept = stub->Watch(&first, v1::WatchRequest());
  ASSERT_TRUE(door_.services.watch.AwaitOpen(1));
  const auto refused = stub->Watch(&second, v1::WatchRequest());
  v1::WatchResponse message;
  EXPECT_FALSE(refused->Read(&message));
  EXPECT_EQ(Read(refused->Finish()).reason, "QUOTA_EXCEEDED");
}

}  // namespace
}  // namespace enlace::transport
