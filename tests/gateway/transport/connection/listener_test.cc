#include "gateway/transport/connection/listener.h"

#include <fcntl.h>
#include <sys/resource.h>

#include <atomic>
#include <future>
#include <vector>

#include "gateway/base/log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/gateway/transport/connection/echo.h"

namespace enlace::transport {
namespace {

class ListenerTest : public testing::Test {
 protected:
  void SetUp() override { ASSERT_OK_AND_ASSIGN(loop_, EventLoop::New()); }
  void TearDown() override {
    loop_->Stop();
    listener_.reset();
  }
  void Listen(Listener::Accepted accepted) {
    ASSERT_OK_AND_ASSIGN(listener_, Listener::New("127.0.0.1", 0, loop_.get(), std::move(accepted)));
    ASSERT_THAT(listener_->Start(), IsOk());
    loop_->Start();
  }

  std::unique_ptr<EventLoop> loop_;
  std::unique_ptr<Listener> listener_;
};

TEST_F(ListenerTest, HandsOverASocketWithItsPeersAddress) {
  std::promise<std::string> from;
  Listen([&](int fd, const PeerAddress& peer) {
    EXPECT_NE(fcntl(fd, F_GETFL) & O_NONBLOCK, 0);
    close(fd);
    from.set_value(peer.text);
  });
  ClientSocket client(listener_->port());
  EXPECT_THAT(from.get_future().get(), testing::StartsWith("ipv4:127.0.0.1:"));
}

TEST_F(ListenerTest, WithoutDescriptorsPeersAreTurnedAwayAndThePortLivesOn) {
  static std::atomic<int> paused{0};
  base::SetLogSinkForTest([](absl::string_view) { ++paused; });
  std::promise<void> accepted;
  Listen([&](int fd, const PeerAddress&) {
    close(fd);
    accepted.set_value();
  });
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  // No number below the highest in use is free, and none above it allowed.
  std::vector<int> fill;
  const int probe = dup(0);
  rlimit low = before;
  low.rlim_cur = static_cast<rlim_t>(probe) + 8;
  setrlimit(RLIMIT_NOFILE, &low);
  const int unconnected = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  for (int fd = dup(0); fd >= 0; fd = dup(0)) fill.push_back(fd);
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<uint16_t>(listener_->port()));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  EXPECT_EQ(connect(unconnected, reinterpret_cast<const sockaddr*>(&to), sizeof(to)), 0);
  char byte = 0;
  EXPECT_LE(recv(unconnected, &byte, 1, 0), 0);  // Closed, not left waiting.
  for (const int fd : fill) close(fd);
  close(probe);
  close(unconnected);
  setrlimit(RLIMIT_NOFILE, &before);
  ClientSocket later(listener_->port());
  accepted.get_future().wait();
  EXPECT_EQ(paused, 0);  // The reserve was enough.
  base::SetLogSinkForTest(nullptr);
}

TEST_F(ListenerTest, ListensOnAddressesOfBothVersionsAndOnNothingElse) {
  EXPECT_THAT(Listener::New("localhost", 0, loop_.get(), [](int, const PeerAddress&) {}).status(),
              StatusIs(absl::StatusCode::kInvalidArgument));
  const auto v6 = Listener::New("::1", 0, loop_.get(), [](int, const PeerAddress&) {});
  EXPECT_TRUE(!v6.ok() || (*v6)->port() > 0);  // Not every machine has IPv6.
}

}  // namespace
}  // namespace enlace::transport
