#include "gateway/transport/call/probe.h"

#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "gateway/transport/call/page.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kHealthPrefix = "/grpc.health.v1.Health/";

class ProbeExchanges final : public ExchangeFactory {
 public:
  ProbeExchanges(const Health* health, std::unique_ptr<ExchangeFactory> rpcs)
      : health_(health), rpcs_(std::move(rpcs)) {}

  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override {
    if (absl::StartsWith(head.target, kHealthPrefix)) return rpcs_->Begin(head, responder);
    const absl::string_view path = head.target.substr(0, head.target.find('?'));
    if (path == "/livez") {
      Answer(head, 200, "ok\n", responder);
    } else if (path == "/readyz") {
      const bool ready = health_->ready();
      Answer(head, ready ? 200 : 503, ready ? "ok\n" : "not ready\n", responder);
    } else {
      Answer(head, 404, "not found\n", responder);
    }
    return std::make_unique<AnsweredExchange>();
  }

 private:
  static void Answer(const RequestHead& head, int status, absl::string_view text, Responder* responder) {
    AnswerPage(head, status, "text/plain; charset=utf-8", std::string(text), responder);
  }

  const Health* const health_;
  const std::unique_ptr<ExchangeFactory> rpcs_;
};

CallOptions SmallOptions() {
  CallOptions options;
  // Health is answered on the loop.
  options.workers = 0;
  options.stream_workers = 0;
  options.max_streams = 64;
  return options;
}

}  // namespace

ProbeApplication::ProbeApplication(Health* health, Protocols protocols, const base::Clock& clock)
    : health_(health), check_(health), watch_(health) {
  auto methods = std::make_unique<MethodTable>();
  AddHealth(&check_, &watch_, methods.get());
  port_ = std::make_unique<CallPort>(SmallOptions(), std::move(methods), std::move(protocols), nullptr,
                                     nullptr, clock);
}

std::unique_ptr<ExchangeFactory> ProbeApplication::Welcome(const PeerInfo& peer, Loop* loop,
                                                           Connection* connection) {
  return std::make_unique<ProbeExchanges>(health_, port_->Serve(peer, loop, connection));
}

}  // namespace enlace::transport
