// Serves grpc.testing.TestService in plaintext on a free port of 127.0.0.1, whose
// number is the one line that it prints. Ends on SIGTERM.
#include <csignal>
#include <iostream>
#include <memory>
#include <utility>

#include "gateway/base/clock.h"
#include "gateway/transport/connection/port.h"
#include "gateway/transport/http1/http1_session.h"
#include "gateway/transport/http2/http2_session.h"
#include "gateway/transport/rpc/rpc_exchange.h"
#include "tests/interop/test_service/test_service.h"

namespace enlace::interop {
namespace {

class TestExchanges final : public transport::ExchangeFactory {
 public:
  TestExchanges(TestService* service, transport::Loop* loop) : service_(service), loop_(loop) {}
  std::unique_ptr<transport::Exchange> Begin(const transport::RequestHead& head,
                                             transport::Responder* responder) override {
    return transport::BeginRpc(head, responder, service_, loop_, transport::RpcOptions());
  }

 private:
  TestService* const service_;
  transport::Loop* const loop_;
};

class TestApplication final : public transport::Application {
 public:
  absl::Status CheckPeer(absl::string_view) override { return absl::OkStatus(); }
  std::unique_ptr<transport::ExchangeFactory> Welcome(const transport::PeerInfo&, transport::Loop* loop,
                                                      transport::Connection*) override {
    return std::make_unique<TestExchanges>(&service_, loop);
  }

 private:
  TestService service_;
};

int Run() {
  // Before the loops start, so that the signal waits for sigwait in every thread.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);

  TestApplication application;
  base::SystemClock clock;
  transport::PortOptions options;
  options.loops = 1;
  options.connections.http2 = [](transport::SessionHost* host, transport::ExchangeFactory* factory) {
    return transport::MakeHttp2Session(host, factory, transport::Http2Options());
  };
  options.connections.http1 = [](transport::SessionHost* host, transport::ExchangeFactory* factory) {
    return transport::MakeHttp1Session(host, factory, transport::Http1Options());
  };
  auto port = transport::Port::New(std::move(options), &application, &clock);
  if (!port.ok()) {
    std::cerr << port.status() << "\n";
    return 1;
  }
  std::cout << (*port)->port() << std::endl;
  int signal = 0;
  sigwait(&signals, &signal);
  (*port)->Shutdown(absl::Seconds(1));
  return 0;
}

}  // namespace
}  // namespace enlace::interop

int main() { return enlace::interop::Run(); }
