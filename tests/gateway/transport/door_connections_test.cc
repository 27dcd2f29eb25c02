#include <gmock/gmock.h>

#include <atomic>
#include <chrono>
#include <future>
#include <iostream>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/transport/door.h"
#include "tests/gateway/transport/connection/echo.h"
#include "tests/gateway/transport/support/tls_client.h"
#include "tests/gateway/transport/test_door.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {
namespace {

using ::testing::IsEmpty;
using ::testing::StartsWith;

constexpr int kClients = 8;

void WithoutRates(DoorOptions* options) {
  options->limits.calls.rate.per_second = 1e9;
  options->limits.calls.rate.burst = 1e9;
}

// gRPC C++ clients with a connection each, calling one after the other until the
// end. Calls wait for a connection; none is repeated but by gRPC itself where the
// server says that it has not seen it.
class Callers {
 public:
  Callers(TestDoor* door, const TestCredential& credential) : address_(door->Address()) {
    tls_.pem_root_certs = door->pki.root_pem();
    tls_.pem_private_key = credential.key_pem;
    tls_.pem_cert_chain = credential.chain_pem;
    for (int i = 0; i < kClients; ++i) threads_.emplace_back([this] { CallUntilTheEnd(); });
  }
  ~Callers() { End(); }
  void End() {
    ending_ = true;
    for (std::thread& thread : threads_) {
      if (thread.joinable()) thread.join();
    }
  }
  int answered() const { return answered_; }
  // Returns once so many more calls have been answered, or one has failed.
  void AwaitMore(int calls) const {
    const int before = answered_;
    while (answered_ < before + calls && failures().empty()) std::this_thread::yield();
  }
  std::vector<std::string> failures() const {
    base::MutexLock lock(&mu_);
    return failures_;
  }

 private:
  void CallUntilTheEnd() {
    grpc::ChannelArguments arguments;
    arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
    arguments.SetInt(GRPC_ARG_INITIAL_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MIN_RECONNECT_BACKOFF_MS, 100);
    arguments.SetInt(GRPC_ARG_MAX_RECONNECT_BACKOFF_MS, 100);
    const auto stub =
        v1::CaseService::NewStub(grpc::CreateCustomChannel(address_, grpc::SslCredentials(tls_), arguments));
    while (!ending_) {
      grpc::ClientContext context;
      context.set_wait_for_ready(true);
      context.set_deadline(absl::ToChronoTime(absl::Now() + absl::Seconds(60)));
      v1::GetCaseStatusResponse response;
      const grpc::Status status = stub->GetCaseStatus(&context, v1::GetCaseStatusRequest(), &response);
      if (status.ok()) {
        ++answered_;
      } else {
        base::MutexLock lock(&mu_);
        failures_.push_back(absl::StrCat(status.error_code(), ": ", status.error_message()));
      }
    }
  }

  const std::string address_;
  grpc::SslCredentialsOptions tls_;
  std::atomic<bool> ending_{false};
  std::atomic<int> answered_{0};
  mutable base::Mutex mu_;
  std::vector<std::string> failures_ ABSL_GUARDED_BY(mu_);
  std::vector<std::thread> threads_;
};

TEST(DoorConnectionsTest, ASuccessorOnTheSamePortTakesOverWithoutAFailedCall) {
  TestDoor door(WithoutRates);
  const TestAgency agency = door.Enrol("fgr");
  Callers callers(&door, agency.tls);
  door.options.port = door.server->port();
  for (int i = 0; i < 3; ++i) {
    callers.AwaitMore(100);
    door.server->Shutdown(absl::Seconds(30));
    door.server.reset();
    ASSERT_OK_AND_ASSIGN(door.server, Door::New(door.options, door.services.Handlers(), &door.health,
                                                &door.identifier, &door.roster, door.clock));
  }
  callers.AwaitMore(100);
  callers.End();
  EXPECT_THAT(callers.failures(), IsEmpty());
  std::cout << "calls answered: " << callers.answered() << std::endl;
}

TEST(DoorConnectionsTest, ConnectionsThatReachTheirAgeLoseNoCall) {
  TestDoor door([](DoorOptions* options) {
    options->limits.connection.max_age = absl::Seconds(1);
    options->limits.connections.per_name = 2 * kClients;
    WithoutRates(options);
  });
  const TestAgency agency = door.Enrol("fgr");
  Callers callers(&door, agency.tls);
  callers.AwaitMore(1);
  // Each has come anew three times when the youngest numbers are all above.
  uint64_t newest = 0;
  while (newest <= 4 * kClients && callers.failures().empty()) {
    callers.AwaitMore(10);
    for (const ConnectionFacts& facts : door.server->Connections()) newest = std::max(newest, facts.id);
  }
  callers.End();
  EXPECT_THAT(callers.failures(), IsEmpty());
  std::cout << "calls answered: " << callers.answered() << std::endl;
}

// A client by bytes over HTTP/1.1 or 2.
class WireClient {
 public:
  WireClient(const TestDoor& door, const TestCredential* credential, const std::string& protocol)
      : socket_(door.server->port()), tls_({.credential = credential, .alpn = {protocol}}) {
    tls_.UseSocket(socket_.fd());
  }
  void Write(absl::string_view bytes) { EXPECT_TRUE(tls_.Write(bytes)); }
  // No more comes from this side: close_notify, then the end of the socket's.
  void EndSide() {
    SSL_shutdown(tls_.native());
    shutdown(socket_.fd(), SHUT_WR);
  }
  std::string ReadAll() {
    std::string all;
    for (std::string part = tls_.Read(4096); !part.empty(); part = tls_.Read(4096)) all += part;
    return all;
  }
  // The end of the socket; what comes before it is not looked at.
  void AwaitEnd() { socket_.ReadAll(); }
  bool ended() const { return tls_.ended(); }

 private:
  ClientSocket socket_;
  TlsClient tls_;
};

constexpr char kRequest[] =
    "POST /enlace.v1.CaseService/GetCaseStatus HTTP/1.1\r\nHost: gateway\r\nContent-Type: "
    "application/json\r\n"
    "Content-Length: 2\r\n\r\n{}";

TEST(DoorConnectionsTest, AnHttp11ClientThatClosesItsSideStillGetsItsAnswers) {
  TestDoor door;
  const TestAgency agency = door.Enrol("fgr");
  std::promise<service::Done<v1::GetCaseStatusResponse>> first;
  std::atomic<int> asked{0};
  door.services.get_case_status.behave = [&](const auto&, auto done) {
    if (asked++ > 0) return done(v1::GetCaseStatusResponse());
    first.set_value(std::move(done));
  };
  WireClient client(door, &agency.tls, "http/1.1");
  client.Write(absl::StrCat(kRequest, kRequest));
  auto answer = first.get_future().get();
  client.EndSide();
  // Later than the end of the client's side, which the loop therefore reads first.
  answer(v1::GetCaseStatusResponse());
  const std::string answers = client.ReadAll();
  EXPECT_THAT(answers, StartsWith("HTTP/1.1 200"));
  EXPECT_NE(answers.rfind("HTTP/1.1 200"), 0U) << answers;
  EXPECT_TRUE(client.ended());
}

TEST(DoorConnectionsTest, WhoClosesHisSideIsNotWaitedForLong) {
  TestDoor door(
      [](DoorOptions* options) { options->limits.connection.half_closed_limit = absl::Milliseconds(10); });
  const TestAgency agency = door.Enrol("fgr");
  service::Done<v1::GetCaseStatusResponse> never;
  door.services.get_case_status.behave = [&](const auto&, auto done) { never = std::move(done); };
  WireClient client(door, &agency.tls, "http/1.1");
  client.Write(kRequest);
  client.EndSide();
  EXPECT_EQ(client.ReadAll(), "");
}

TEST(DoorConnectionsTest, AnHttp2ClientThatSendsNoPrefaceIsClosed) {
  TestDoor door([](DoorOptions* options) { options->limits.http2.request_limit = absl::Milliseconds(100); });
  const TestAgency agency = door.Enrol("fgr");
  WireClient client(door, &agency.tls, "h2");
  client.Write("PRI * HTTP/2.0\r\n");
  client.ReadAll();
  EXPECT_TRUE(client.ended());
}

TEST(DoorConnectionsTest, ACutReachesThePeerAtOnce) {
  TestDoor door;
  const TestAgency agency = door.Enrol("fgr");
  WireClient client(door, &agency.tls, "http/1.1");
  client.Write(kRequest);
  while (door.server->Connections().empty() || door.server->Connections()[0].name.empty()) {
    std::this_thread::yield();
  }
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(door.server->Cut([](const ConnectionFacts& facts) { return facts.name == "agency/fgr"; }), 1);
  client.AwaitEnd();
  const auto took = std::chrono::steady_clock::now() - begin;
  std::cout << "cut within: " << absl::FromChrono(took) << std::endl;
  EXPECT_LT(took, std::chrono::seconds(1));
}

}  // namespace
}  // namespace enlace::transport
