#include "gateway/transport/live_connections.h"

#include <gmock/gmock.h>

#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "absl/time/clock.h"
#include "absl/time/time.h"
#include "enlace/v1/feed_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class LiveConnectionsTest : public ::testing::Test {
 protected:
  static std::vector<std::string> IdsOf(const std::vector<v1::Connection>& connections) {
    std::vector<std::string> ids;
    for (const v1::Connection& connection : connections) ids.push_back(connection.connection_id());
    return ids;
  }
  static bool All(const v1::Connection&) { return true; }

  // A stream over `channel`; returns once the door has it.
  std::unique_ptr<grpc::ClientReader<v1::WatchResponse>> Watch(const std::shared_ptr<grpc::Channel>& channel,
                                                               grpc::ClientContext* context) {
    auto reader = v1::FeedService::NewStub(channel)->Watch(context, v1::WatchRequest());
    EXPECT_TRUE(door_.services.watch.AwaitOpen(++watches_));
    return reader;
  }

  LiveConnections connections_;
  TestDoor door_{[this](DoorOptions* options) { options->connections = &connections_; }};
  TestAgency fgr_ = door_.Enrol("fgr");
  TestAgency cndh_ = door_.Enrol("cndh");
  int watches_ = 0;
};

TEST_F(LiveConnectionsTest, TellsWhoIsConnectedFromWhereSinceWhenAndWithHowManyCalls) {
  EXPECT_THAT(connections_.List("", 10), IsEmpty());
  grpc::ClientContext context;
  const auto channel = door_.Channel(&fgr_.tls);
  const auto stream = Watch(channel, &context);
  std::vector<v1::Connection> listed = connections_.List("", 10);
  ASSERT_EQ(listed.size(), 1u);
  // The handler has the call before the turn ends that counts it.
  const absl::Time deadline = absl::Now() + absl::Seconds(10);
  while (listed[0].open_calls() == 0 && absl::Now() < deadline) {
    std::this_thread::yield();
    listed = connections_.List("", 10);
    ASSERT_EQ(listed.size(), 1u);
  }
  EXPECT_EQ(listed[0].connection_id(), "mutual-1");
  EXPECT_EQ(listed[0].peer_name(), "agency/fgr");
  EXPECT_EQ(listed[0].certificate_serial(), fgr_.tls.certificate.serial());
  EXPECT_THAT(listed[0].peer_address(), StartsWith("ipv4:127.0.0.1:"));
  EXPECT_EQ(listed[0].connect_time().seconds(), absl::ToUnixSeconds(door_.clock.Now()));
  EXPECT_EQ(listed[0].protocol(), "h2");
  EXPECT_EQ(listed[0].open_calls(), 1u);
  context.TryCancel();
}

TEST_F(LiveConnectionsTest, CutEndsThoseThatAreMeantAndLeavesTheOthers) {
  const auto first = door_.Channel(&fgr_.tls);
  const auto second = door_.Channel(&cndh_.tls);
  grpc::ClientContext mine, theirs;
  const auto cut = Watch(first, &mine);
  const auto kept = Watch(second, &theirs);
  EXPECT_EQ(connections_.Cut([](const v1::Connection& c) { return c.peer_name() == "agency/fgr"; }), 1);
  v1::WatchResponse response;
  EXPECT_FALSE(cut->Read(&response));
  EXPECT_EQ(cut->Finish().error_code(), grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(door_.services.watch.AwaitOpen(1));
  EXPECT_THAT(IdsOf(connections_.List("", 10)), ElementsAre("mutual-2"));
  theirs.TryCancel();
}

TEST_F(LiveConnectionsTest, PagesFollowEachOtherOverAllPorts) {
  const auto a = door_.Channel(&fgr_.tls);
  const auto b = door_.Channel(&cndh_.tls);
  grpc::ClientContext of_a, of_b;
  const auto stream_a = Watch(a, &of_a);
  const auto stream_b = Watch(b, &of_b);
  EXPECT_THAT(IdsOf(connections_.List("", 1)), ElementsAre("mutual-1"));
  EXPECT_THAT(IdsOf(connections_.List("mutual-1", 10)), ElementsAre("mutual-2"));
  EXPECT_THAT(connections_.List("mutual-2", 10), IsEmpty());
  // The one that the page ended with may have gone.
  EXPECT_THAT(IdsOf(connections_.List("mutual-0", 10)), ElementsAre("mutual-1", "mutual-2"));
  EXPECT_THAT(connections_.List("administration-1", 10), IsEmpty());
  EXPECT_THAT(connections_.List("somewhere-1", 10), IsEmpty());
  EXPECT_THAT(connections_.List("mutual-x", 10), IsEmpty());
  of_a.TryCancel();
  of_b.TryCancel();
}

TEST_F(LiveConnectionsTest, ADoorThatIsGoneIsNotAsked) {
  grpc::ClientContext context;
  const auto channel = door_.Channel(&fgr_.tls);
  const auto stream = Watch(channel, &context);
  door_.server.reset();
  EXPECT_THAT(connections_.List("", 10), IsEmpty());
  EXPECT_EQ(connections_.Cut(All), 0);
}

}  // namespace
}  // namespace enlace::transport
