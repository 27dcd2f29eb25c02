#include "gateway/transport/call/stream_call.h"

#include <thread>

#include "tests/gateway/transport/call/call_fixture.h"

namespace enlace::transport {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

v1::WatchResponse ItemAt(uint64_t position) {
  v1::WatchResponse response;
  response.add_items()->set_position(position);
  return response;
}

class StreamCallTest : public CallTest {
 protected:
  // Waits until the stream has its source.
  void AwaitOpen(int streams = 1) {
    ASSERT_TRUE(services_.watch.AwaitOpen(streams));
    ASSERT_TRUE(RunUntil([&] { return stream_workers_idle(); }));
  }
  // A job that comes after all others has run, twice, so that what it posted has
  // been polled as well.
  bool stream_workers_idle() {
    std::atomic<int> ran{0};
    for (int i = 0; i < 2; ++i) stream_workers_.Run([&] { ++ran; });
    while (ran < 2) std::this_thread::yield();
    return loop_.RunPosts() == 0;
  }
  static uint64_t PositionOf(const TestCall& call, size_t i) {
    return static_cast<const v1::WatchResponse&>(*call->sent.at(i)).items(0).position();
  }

  const TestAgency agency_ = Enrol("fgr");
  const std::unique_ptr<TestPeer> peer_ = Connect(agency_.tls);
};

TEST_F(StreamCallTest, SendsWhatComesWhenItComes) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  for (uint64_t position = 1; position <= 3; ++position) {
    services_.watch.Push(ItemAt(position));
    ASSERT_TRUE(RunUntil([&] { return call->sent.size() == position; }));
    EXPECT_EQ(PositionOf(call, position - 1), position);
  }
  EXPECT_FALSE(call->finished);
}

TEST_F(StreamCallTest, ABurstIsSentInOrderAndCompletely) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  for (uint64_t position = 1; position <= 200; ++position) services_.watch.Push(ItemAt(position));
  ASSERT_TRUE(RunUntil([&] { return call->sent.size() == 200; }));
  for (uint64_t i = 0; i < 200; ++i) EXPECT_EQ(PositionOf(call, i), i + 1);
}

TEST_F(StreamCallTest, APeerThatDoesNotReadIsNotPolledForAndLosesNothing) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  call.sink->takes = false;
  for (uint64_t position = 1; position <= 3; ++position) services_.watch.Push(ItemAt(position));
  ASSERT_TRUE(RunUntil([&] { return stream_workers_idle(); }));
  EXPECT_EQ(call->sent.size(), 0u);
  call.sink->takes = true;
  call.call->OnWritable();
  ASSERT_TRUE(RunUntil([&] { return call->sent.size() == 3; }));
}

TEST_F(StreamCallTest, ErrorOfTheSourceEndsTheStream) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  services_.watch.Push(
      base::Refusal(absl::StatusCode::kOutOfRange, v1::ERROR_REASON_POSITION_INVALID, "beyond the end"));
  ASSERT_TRUE(RunUntil([&] { return call->finished; }));
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_POSITION_INVALID);
  EXPECT_TRUE(services_.watch.AwaitOpen(0));
  EXPECT_EQ(streams_.size(), 0);
}

TEST_F(StreamCallTest, QuietStreamSendsEmptyMessages) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  loop_.Advance(absl::Seconds(29));
  EXPECT_EQ(call->sent.size(), 0u);
  loop_.Advance(absl::Seconds(62));
  ASSERT_EQ(call->sent.size(), 3u);
  EXPECT_EQ(static_cast<const v1::WatchResponse&>(*call->sent[0]).items_size(), 0);
}

TEST_F(StreamCallTest, AMessagePutsTheHeartbeatOff) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  loop_.Advance(absl::Seconds(20));
  services_.watch.Push(ItemAt(1));
  ASSERT_TRUE(RunUntil([&] { return call->sent.size() == 1; }));
  loop_.Advance(absl::Seconds(25));
  EXPECT_EQ(call->sent.size(), 1u);
}

TEST_F(StreamCallTest, RevocationCutsAnOpenStreamInTheNextTurnAndLeavesOthersAlone) {
  const TestAgency bystander = Enrol("uep");
  const auto other_peer = Connect(bystander.tls);
  const TestCall call = Watch(peer_.get());
  const TestCall other = Watch(other_peer.get());
  AwaitOpen(2);
  std::thread([&] { Revoke(agency_.tls.certificate); }).join();
  loop_.RunPosts();
  ASSERT_TRUE(call->finished);
  EXPECT_EQ(call->status.code(), absl::StatusCode::kUnauthenticated);
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_CERTIFICATE_REVOKED);
  EXPECT_FALSE(other->finished);
  EXPECT_EQ(streams_.size(), 1);
}

TEST_F(StreamCallTest, ItsConnectionCountsItWhileItIsOpen) {
  {
    const TestCall abandoned = Watch(peer_.get());
    AwaitOpen();
    EXPECT_EQ(peer_->connection.streams, 1);
  }
  EXPECT_EQ(peer_->connection.streams, 0);
  const TestCall cut = Watch(peer_.get());
  ASSERT_TRUE(RunUntil([&] { return peer_->connection.streams == 1; }));
  Revoke(agency_.tls.certificate);
  loop_.RunPosts();
  EXPECT_EQ(peer_->connection.streams, 0);
}

TEST_F(StreamCallTest, SuspensionCutsAnOpenStream) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  SetState("fgr", v1::AGENCY_STATE_SUSPENDED);
  loop_.RunPosts();
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_AGENCY_SUSPENDED);
}

TEST_F(StreamCallTest, ExpiryCutsAnOpenStreamWithinASecond) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  clock_.SetTime(agency_.tls.certificate.not_after());
  loop_.Advance(absl::Seconds(1));
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_CERTIFICATE_EXPIRED);
}

TEST_F(StreamCallTest, DrainEndsStreamsAndAdmitsNone) {
  const TestCall call = Watch(peer_.get());
  AwaitOpen();
  streams_.EndAll();
  loop_.RunPosts();
  EXPECT_EQ(call->reason(), v1::ERROR_REASON_SHUTTING_DOWN);
  EXPECT_EQ(Watch(peer_.get())->reason(), v1::ERROR_REASON_SHUTTING_DOWN);
}

TEST_F(StreamCallTest, AbandonedStreamIsGivenBack) {
  TestCall call = Watch(peer_.get());
  AwaitOpen();
  CallLogCapture log;
  call.call = nullptr;
  EXPECT_TRUE(services_.watch.AwaitOpen(0));
  EXPECT_EQ(streams_.size(), 0);
  EXPECT_THAT(log.lines(), Contains(HasSubstr("\"code\":\"CANCELLED\"")));
}

TEST_F(StreamCallTest, StreamBeyondTheBoundIsRefused) {
  const TestCall first = Watch(peer_.get()), second = Watch(peer_.get()), third = Watch(peer_.get());
  EXPECT_FALSE(second->finished);
  EXPECT_EQ(third->reason(), v1::ERROR_REASON_QUOTA_EXCEEDED);
}

TEST_F(StreamCallTest, EndsAtTheDeadlineThatThePeerGave) {
  const TestCall call =
      Begin(peer_.get(), kWatch, v1::WatchRequest(), loop_.now() + std::chrono::milliseconds(500));
  AwaitOpen();
  loop_.Advance(absl::Milliseconds(600));
  EXPECT_EQ(call->status.code(), absl::StatusCode::kDeadlineExceeded);
}

// Wake-ups, polls and endings race; for the thread sanitizer.
TEST_F(StreamCallTest, StreamsThatEndWhileTheyAreWokenDoNoHarm) {
  std::atomic<bool> stop{false};
  std::thread pusher([&] {
    uint64_t position = 0;
    while (!stop) services_.watch.Push(ItemAt(++position));
  });
  for (int i = 0; i < 50; ++i) {
    const TestCall call = Watch(peer_.get());
    EXPECT_TRUE(RunUntil([&] { return call->sent.size() >= 3; }));
  }
  stop = true;
  pusher.join();
  EXPECT_TRUE(services_.watch.AwaitOpen(0));
}

}  // namespace
}  // namespace enlace::transport
