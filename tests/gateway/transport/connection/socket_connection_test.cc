#include "gateway/transport/connection/socket_connection.h"

#include "gateway/base/log.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/gateway/transport/connection/echo.h"

namespace enlace::transport {
namespace {

constexpr char kPreface[] = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

// One connection over plaintext; TLS is port_test's.
class SocketConnectionTest : public testing::Test {
 protected:
  SocketConnectionTest() {
    base::SetLogSinkForTest([](absl::string_view) {});
  }
  ~SocketConnectionTest() override {
    port_.reset();
    base::SetLogSinkForTest(nullptr);
  }
  int Listen(PortOptions options = EchoOptions()) {
    auto made = Port::New(std::move(options), &application_, &clock_);
    EXPECT_THAT(made.status(), IsOk());
    port_ = std::move(*made);
    return port_->port();
  }

  base::SystemClock clock_;
  EchoApplication application_;
  std::unique_ptr<Port> port_;
};

TEST_F(SocketConnectionTest, ThePrefaceMeansHttp2) {
  ClientSocket client(Listen());
  client.Write(kPreface);
  EXPECT_EQ(client.Read(25), std::string("2") + kPreface);
  EXPECT_EQ(application_.last().version, HttpVersion::k2);
}

TEST_F(SocketConnectionTest, AnythingElseMeansHttp11) {
  ClientSocket client(Listen());
  client.Write("PRINT / HTTP/1.1");
  EXPECT_EQ(client.Read(17), "1PRINT / HTTP/1.1");
  EXPECT_EQ(application_.last().version, HttpVersion::k11);
  EXPECT_THAT(application_.last().address, testing::StartsWith("ipv4:127.0.0.1:"));
}

TEST_F(SocketConnectionTest, APrefaceThatComesInPiecesIsRecognised) {
  ClientSocket client(Listen());
  client.Write("PRI * HT");
  client.Write("TP/2.0\r\n\r\nSM\r\n");
  client.Write("\r\n");
  EXPECT_EQ(client.Read(1), "2");
}

TEST_F(SocketConnectionTest, ABrokenProtocolGetsTheLastWordsAndTheEnd) {
  ClientSocket client(Listen());
  client.Write("x bad");
  EXPECT_EQ(client.ReadAll(), "1x bad|sorry");
}

TEST_F(SocketConnectionTest, ItsSessionEndsAlthoughThePeerStays) {
  PortOptions options = EchoOptions();
  options.connections.linger_limit = absl::Minutes(1);
  ClientSocket client(Listen(std::move(options)));
  client.Write("x bad");
  EXPECT_EQ(client.ReadAll(), "1x bad|sorry");
  while (EchoSession::alive_ > 0) std::this_thread::yield();
  EXPECT_EQ(port_->Connections().size(), 1U);
}

TEST_F(SocketConnectionTest, TheLastWordsArriveAlthoughThePeerSendsOn) {
  ClientSocket client(Listen());
  client.Write("x bad" + std::string(300000, 'y'));
  EXPECT_THAT(client.ReadAll(), testing::HasSubstr("|sorry"));
}

TEST_F(SocketConnectionTest, WhoSendsMuchHasItsShareOfATurnOnly) {
  EchoSession::most_in_turn_ = 0;
  ClientSocket client(Listen());
  const std::string much(size_t{1} << 20, 'x');
  client.Write(much);
  EXPECT_EQ(client.Read(1 + much.size()), "1" + much);
  EXPECT_LE(EchoSession::most_in_turn_, size_t{32} << 10);
}

TEST(LoopBuffersTest, HandshakesBeyondTheTurnsWaitForTheNext) {
  LoopBuffers buffers;
  const SteadyTime turn(std::chrono::hours(1));
  EXPECT_TRUE(buffers.TakeHandshakeStep(turn));
  EXPECT_TRUE(buffers.TakeHandshakeStep(turn));
  EXPECT_FALSE(buffers.TakeHandshakeStep(turn));
  EXPECT_TRUE(buffers.TakeHandshakeStep(turn + std::chrono::nanoseconds(1)));
}

TEST_F(SocketConnectionTest, ASlowReaderHoldsOneRoundOfOutputAndLosesNothing) {
  EchoSession::largest_ = 0;
  ClientSocket client(Listen());
  client.Write("more");
  // Far beyond what the kernel's buffers take at once.
  const std::string first = client.Read(32 << 20);
  EXPECT_EQ(first.size(), size_t{32} << 20);
  EXPECT_EQ(first.substr(0, 5), "1more");
  EXPECT_EQ(first.find_first_not_of('.', 5), std::string::npos);
  EXPECT_LE(EchoSession::largest_, size_t{70} << 10);
}

TEST_F(SocketConnectionTest, APeerThatReadsNothingIsCutAfterTheLimit) {
  PortOptions options = EchoOptions();
  options.connections.write_limit = absl::Milliseconds(10);
  ClientSocket client(Listen(std::move(options)));
  client.Write("more");
  // The client reads nothing until the connection has gone.
  while (!port_->Connections().empty()) std::this_thread::yield();
}

TEST_F(SocketConnectionTest, WhoSaysNothingIsClosedAfterTheHandshakeLimit) {
  PortOptions options = EchoOptions();
  options.connections.handshake_limit = absl::Milliseconds(20);
  ClientSocket client(Listen(std::move(options)));
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(SocketConnectionTest, DrainsAtItsAge) {
  PortOptions options = EchoOptions();
  options.connections.max_age = absl::Milliseconds(10);
  ClientSocket client(Listen(std::move(options)));
  client.Write("x");
  EXPECT_EQ(client.ReadAll(), "1x|bye");
}

TEST_F(SocketConnectionTest, WhatIsStillOpenAfterTheGraceIsCut) {
  PortOptions options = EchoOptions();
  options.connections.max_age = absl::Milliseconds(10);
  options.connections.max_age_grace = absl::Milliseconds(10);
  ClientSocket client(Listen(std::move(options)));
  client.Write("hold");
  EXPECT_THAT(client.ReadAll(), testing::StartsWith("1hold"));
}

TEST_F(SocketConnectionTest, WhoClosesHisSideOfHttp11GetsWhatIsReadyAndTheEnd) {
  ClientSocket client(Listen());
  client.Write("last");
  shutdown(client.fd(), SHUT_WR);
  EXPECT_EQ(client.ReadAll(), "1last");
  while (!port_->Connections().empty()) std::this_thread::yield();
}

TEST_F(SocketConnectionTest, WhatIsOpenForOneWhoClosedHisSideEndsAfterTheLimit) {
  PortOptions options = EchoOptions();
  options.connections.half_closed_limit = absl::Milliseconds(10);
  ClientSocket client(Listen(std::move(options)));
  client.Write("hold");
  shutdown(client.fd(), SHUT_WR);
  EXPECT_EQ(client.ReadAll(), "1hold");
}

TEST_F(SocketConnectionTest, WhatIsOpenForOneWhoLeavesAltogetherEndsAtOnce) {
  PortOptions options = EchoOptions();
  options.connections.half_closed_limit = absl::Hours(1);
  const int port = Listen(std::move(options));
  {
    ClientSocket client(port);
    client.Write("hold");
    client.Read(5);
    client.Write("unread");
    client.Read(1);
    shutdown(client.fd(), SHUT_WR);
    // Closed with bytes unread: a reset.
  }
  while (!port_->Connections().empty()) std::this_thread::yield();
}

TEST_F(SocketConnectionTest, WhoClosesHisSideOfHttp2IsNotAnswered) {
  ClientSocket client(Listen());
  client.Write(std::string(kPreface) + "hold");
  EXPECT_EQ(client.Read(29), std::string("2") + kPreface + "hold");
  shutdown(client.fd(), SHUT_WR);
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(SocketConnectionTest, TheApplicationMayCloseAtTheWelcome) {
  application_.OnWelcome([](const PeerInfo&, Connection* connection) { connection->Close("not welcome"); });
  ClientSocket client(Listen());
  client.Write("x");
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(SocketConnectionTest, TheApplicationMayDrainAtTheWelcome) {
  application_.OnWelcome([](const PeerInfo&, Connection* connection) { connection->Drain(); });
  ClientSocket client(Listen());
  client.Write("x");
  EXPECT_EQ(client.ReadAll(), "1|byex");
}

}  // namespace
}  // namespace enlace::transport
