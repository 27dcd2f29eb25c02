#include "gateway/transport/connection/port.h"

#include <set>
#include <string>
#include <thread>
#include <vector>

#include "gateway/base/errors.h"
#include "gateway/base/log.h"
#include "gateway/transport/tls/tls_files.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"
#include "tests/gateway/transport/connection/echo.h"
#include "tests/gateway/transport/support/tls_client.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/test_pki.h"

namespace enlace::transport {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

base::Mutex lines_mu;
std::vector<std::string>* lines = nullptr;

class PortTest : public testing::Test {
 protected:
  PortTest() {
    base::MutexLock lock(&lines_mu);
    lines = &lines_;
    base::SetLogSinkForTest([](absl::string_view line) {
      base::MutexLock lock(&lines_mu);
      lines->emplace_back(line);
    });
    const TestCredential server = pki_.IssueServer();
    EXPECT_THAT(WriteTlsFiles(folder_.path(), server.key, {server.certificate}), IsOk());
  }
  ~PortTest() override {
    port_.reset();
    base::SetLogSinkForTest(nullptr);
  }
  PortOptions Tls() {
    PortOptions options = EchoOptions();
    options.tls = ServerTlsOptions{folder_.path()};
    return options;
  }
  int Listen(PortOptions options) {
    auto made = Port::New(std::move(options), &application_, &clock_);
    EXPECT_THAT(made.status(), IsOk());
    port_ = std::move(*made);
    return port_->port();
  }
  // Every peer that comes from now on gets that name.
  void NamePeers(const std::string& name) {
    application_.OnWelcome([this, name](const PeerInfo&, Connection* connection) {
      identified_ = connection->Identify(name, "5e1a");
    });
  }
  std::string Lines() {
    base::MutexLock lock(&lines_mu);
    std::string all;
    for (const std::string& line : lines_) all += line + "\n";
    return all;
  }

  base::SystemClock clock_;
  TemporaryFolder folder_;
  TestPki pki_;
  const TestAgency agency_ = pki_.IssueAgency("uep-chihuahua");
  EchoApplication application_;
  absl::Status identified_;
  std::vector<std::string> lines_;
  std::unique_ptr<Port> port_;
};

TEST_F(PortTest, ServesAPeerOverMutualTls) {
  const int port = Listen(Tls());
  ClientSocket socket(port);
  TlsClient client({.credential = &agency_.tls, .alpn = {"h2"}});
  client.UseSocket(socket.fd());
  ASSERT_TRUE(client.Write("hello"));
  EXPECT_EQ(client.Read(1), "2");
  EXPECT_EQ(client.Read(5), "hello");
  EXPECT_EQ(application_.last().leaf_pem, agency_.tls.certificate.ToPem());
}

TEST_F(PortTest, ARefusedPeerGetsItsAlertAndOneLine) {
  const int port = Listen(Tls());
  application_.Refuse(base::CertificateRefused(v1::ERROR_REASON_CERTIFICATE_REVOKED, "revoked"));
  ClientSocket socket(port);
  TlsClient client({.credential = &agency_.tls});
  client.UseSocket(socket.fd());
  client.Write("hello");
  EXPECT_EQ(client.Read(1), "");
  EXPECT_EQ(client.alert(), SSL_AD_CERTIFICATE_REVOKED);
  port_.reset();
  EXPECT_THAT(Lines(), HasSubstr("CERTIFICATE_REVOKED"));
}

TEST_F(PortTest, CarriesMuchBothWaysOverTls) {
  const int port = Listen(Tls());
  ClientSocket socket(port);
  TlsClient client({.credential = &agency_.tls, .alpn = {"h2"}});
  client.UseSocket(socket.fd());
  const std::string block(100000, 'b');
  for (int i = 0; i < 20; ++i) {
    ASSERT_TRUE(client.Write(block));
    size_t have = i == 0 ? client.Read(1).size() - 1 : 0;
    while (have < block.size()) have += client.Read(block.size() - have).size();
  }
}

TEST_F(PortTest, TakesANewServerCertificateByItselfWhileConnectionsGoOn) {
  const int port = Listen(Tls());
  ClientSocket old_socket(port);
  TlsClient old({.credential = &agency_.tls, .alpn = {"h2"}});
  old.UseSocket(old_socket.fd());
  ASSERT_TRUE(old.Write("a"));
  const TestCredential second = pki_.IssueServer();
  ASSERT_THAT(WriteTlsFiles(folder_.path(), second.key, {second.certificate}), IsOk());
  for (std::string seen; seen != second.certificate.ToPem();) {
    ClientSocket socket(port);
    TlsClient fresh({.credential = &agency_.tls, .alpn = {"h2"}});
    fresh.UseSocket(socket.fd());
    ASSERT_TRUE(fresh.Write("b"));
    seen = fresh.server_pem();
  }
  ASSERT_TRUE(old.Write("c"));
  std::string answer;
  while (answer.size() < 3) answer += old.Read(1);
  EXPECT_EQ(answer, "2ac");
}

TEST_F(PortTest, ListsWhoIsConnected) {
  NamePeers("agency/uep-chihuahua");
  const int port = Listen(EchoOptions());
  ClientSocket client(port);
  client.Write("hold");
  EXPECT_EQ(client.Read(5), "1hold");
  client.Write("x");  // The count is that of the end of the turn before.
  client.Read(1);
  const std::vector<ConnectionFacts> all = port_->Connections();
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].name, "agency/uep-chihuahua");
  EXPECT_EQ(all[0].serial, "5e1a");
  EXPECT_THAT(all[0].address, testing::StartsWith("ipv4:127.0.0.1:"));
  EXPECT_EQ(all[0].protocol, "http/1.1");
  EXPECT_EQ(all[0].open, 1);
}

TEST_F(PortTest, SpreadsConnectionsOverItsLoops) {
  std::set<std::thread::id> threads;
  base::Mutex mu;
  application_.OnWelcome([&](const PeerInfo&, Connection*) {
    base::MutexLock lock(&mu);
    threads.insert(std::this_thread::get_id());
  });
  const int port = Listen(EchoOptions());
  ClientSocket first(port), second(port);
  first.Write("a");
  second.Write("b");
  EXPECT_EQ(first.Read(2), "1a");
  EXPECT_EQ(second.Read(2), "1b");
  base::MutexLock lock(&mu);
  EXPECT_EQ(threads.size(), 2U);
}

TEST_F(PortTest, CutsThoseThatAreMeantAndNoOther) {
  NamePeers("agency/one");
  const int port = Listen(EchoOptions());
  ClientSocket one(port);
  one.Write("a");
  one.Read(2);
  NamePeers("agency/two");
  ClientSocket two(port);
  two.Write("b");
  two.Read(2);
  EXPECT_EQ(port_->Cut([](const ConnectionFacts& facts) { return facts.name == "agency/one"; }), 1);
  EXPECT_EQ(one.ReadAll(), "");
  two.Write("still");
  EXPECT_EQ(two.Read(5), "still");
  // The end is on record a moment after the peer has seen it.
  while (port_->Connections().size() != 1U) std::this_thread::yield();
}

TEST_F(PortTest, PeersThatChangedAreLookedAtOnTheirLoop) {
  application_.OnWelcome([](const PeerInfo&, Connection* connection) {
    connection->WhenPeersChange([connection] { connection->Close("not good any more"); });
  });
  const int port = Listen(EchoOptions());
  ClientSocket client(port);
  client.Write("x");
  EXPECT_EQ(client.Read(2), "1x");
  port_->PeersChanged();
  EXPECT_EQ(client.ReadAll(), "");
}

TEST_F(PortTest, ANameBeyondItsShareIsDrained) {
  PortOptions options = EchoOptions();
  options.limits.per_name = 1;
  NamePeers("agency/one");
  const int port = Listen(std::move(options));
  ClientSocket first(port);
  first.Write("a");
  EXPECT_EQ(first.Read(2), "1a");
  ClientSocket second(port);
  second.Write("b");
  EXPECT_EQ(second.ReadAll(), "1|byeb");
  EXPECT_THAT(identified_, StatusIs(absl::StatusCode::kResourceExhausted));
}

TEST_F(PortTest, WhoComesBeyondTheLimitInAllIsTurnedAwayAndRoomIsUsedAgain) {
  PortOptions options = EchoOptions();
  options.limits.all = 1;
  const int port = Listen(std::move(options));
  {
    ClientSocket first(port);
    first.Write("a");
    EXPECT_EQ(first.Read(2), "1a");
    ClientSocket second(port);
    EXPECT_EQ(second.ReadAll(), "");
    port_->Cut([](const ConnectionFacts&) { return true; });
    EXPECT_EQ(first.ReadAll(), "");
  }
  ClientSocket third(port);
  third.Write("c");
  EXPECT_EQ(third.Read(2), "1c");
}

TEST_F(PortTest, HandshakesThatHangMakeRoomForWhoComesAndKeepNobodyOut) {
  PortOptions options = Tls();
  options.limits.all = 4;
  options.limits.newcomers = 2;
  options.connections.handshake_limit = absl::Hours(1);
  NamePeers("agency/uep-chihuahua");
  const int port = Listen(std::move(options));
  const auto let_in = [&](ClientSocket* socket, TlsClient* client) {
    client->UseSocket(socket->fd());
    EXPECT_TRUE(client->Write("hello"));
    EXPECT_EQ(client->Read(1), "2");
  };
  ClientSocket first_socket(port);
  TlsClient first({.credential = &agency_.tls, .alpn = {"h2"}});
  let_in(&first_socket, &first);
  std::vector<std::unique_ptr<ClientSocket>> hanging;
  for (int i = 0; i < 20; ++i) {
    hanging.push_back(std::make_unique<ClientSocket>(port));
    // One after the other: the one before the last has gone when this one is there.
    if (i < 2) continue;
    EXPECT_EQ(hanging[static_cast<size_t>(i) - 2]->ReadAll(), "");
  }
  ClientSocket second_socket(port);
  TlsClient second({.credential = &agency_.tls, .alpn = {"h2"}});
  let_in(&second_socket, &second);
  EXPECT_EQ(first.Read(5), "hello");
}

TEST_F(PortTest, PeersThatNobodyKnowsMakeRoomToo) {
  PortOptions options = Tls();
  options.limits.newcomers = 1;
  const int port = Listen(std::move(options));
  ClientSocket stranger_socket(port);
  TlsClient stranger({.alpn = {"h2"}});
  stranger.UseSocket(stranger_socket.fd());
  ASSERT_TRUE(stranger.Write("hello"));
  EXPECT_EQ(stranger.Read(1), "2");
  ClientSocket next(port);
  while (!stranger.Read(100).empty()) {
  }
  while (port_->Connections().size() != 1U) std::this_thread::yield();
}

TEST_F(PortTest, ShutdownDrainsAndEndsWhenAllAreDone) {
  const int port = Listen(EchoOptions());
  ClientSocket client(port);
  client.Write("x");
  EXPECT_EQ(client.Read(2), "1x");
  std::thread closer([&] { EXPECT_EQ(client.ReadAll(), "|bye"); });
  port_->Shutdown(absl::Minutes(1));
  closer.join();
  EXPECT_FALSE(ClientSocket(port).connected());
  EXPECT_THAT(port_->Connections(), IsEmpty());
}

TEST_F(PortTest, ShutdownCutsWhatIsLeftAfterTheGrace) {
  const int port = Listen(EchoOptions());
  ClientSocket client(port);
  client.Write("hold");
  EXPECT_EQ(client.Read(5), "1hold");
  // Time for a last word, not for the end of what is held.
  port_->Shutdown(absl::Milliseconds(200));
  EXPECT_THAT(port_->Connections(), IsEmpty());
  EXPECT_EQ(client.ReadAll(), "|bye");
}

TEST_F(PortTest, ShutdownEndsHandshakesThatHang) {
  const int port = Listen(Tls());
  ClientSocket silent(port), half(port);
  half.Write(std::string("\x16\x03\x01\x02", 4));
  port_->Shutdown(absl::ZeroDuration());
  EXPECT_EQ(silent.ReadAll(), "");
}

TEST_F(PortTest, APortThatIsTakenIsUnavailable) {
  PortOptions options = EchoOptions();
  options.port = Listen(EchoOptions());
  EXPECT_THAT(Port::New(std::move(options), &application_, &clock_).status(),
              StatusIs(absl::StatusCode::kUnavailable));
}

TEST_F(PortTest, DoesNotStartWithoutItsTlsFiles) {
  const TemporaryFolder empty;
  PortOptions options = EchoOptions();
  options.tls = ServerTlsOptions{empty.path()};
  EXPECT_THAT(Port::New(std::move(options), &application_, &clock_).status(),
              StatusIs(absl::StatusCode::kNotFound));
}

}  // namespace
}  // namespace enlace::transport
