#include "enlace/v1/feed_service.grpc.pb.h"
#include "tests/gateway/transport/test_door.h"

namespace enlace::transport {
namespace {

class FeedServiceTest : public ::testing::Test {
 protected:
  template <typename Method>
  Outcome Call(Method method) {
    return enlace::transport::Call(*stub_, method);
  }

  TestDoor door_;
  TestAgency agency_ = door_.Enrol("fgr");
  std::unique_ptr<v1::FeedService::Stub> stub_ = v1::FeedService::NewStub(door_.Channel(&agency_.tls));
};

TEST_F(FeedServiceTest, WatchStreams) {
  grpc::ClientContext context;
  const auto reader = stub_->Watch(&context, v1::WatchRequest());
  door_.services.watch.Push(v1::WatchResponse());
  v1::WatchResponse message;
  EXPECT_TRUE(reader->Read(&message));
  context.TryCancel();
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
  EXPECT_TRUE(door_.services.watch.AwaitOpen(0));
}

TEST_F(FeedServiceTest, AcknowledgeReachesItsHandler) {
  EXPECT_EQ(Call(&v1::FeedService::Stub::Acknowledge).code, grpc::StatusCode::OK);
  EXPECT_EQ(door_.services.acknowledge.calls(), 1);
  EXPECT_EQ(door_.services.acknowledge.last().uri, agency_.uri);
}

}  // namespace
}  // namespace enlace::transport
