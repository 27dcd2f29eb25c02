// The plaintext port for those who watch over processes: /livez, /readyz and
// grpc.health.v1, and nothing else.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_PROBE_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_PROBE_H_

#include <memory>

#include "gateway/base/clock.h"
#include "gateway/transport/call/call_port.h"
#include "gateway/transport/call/health.h"
#include "gateway/transport/connection/application.h"

namespace enlace::transport {

// Answers anybody. GET or HEAD of /livez is 200 while the process answers at all;
// of /readyz 200 while it serves, 503 before and while it drains. Thread-safe;
// borrows health and clock.
class ProbeApplication final : public Application {
 public:
  ProbeApplication(Health* health, Protocols protocols, const base::Clock& clock);

  absl::Status CheckPeer(absl::string_view leaf_pem) override { return absl::OkStatus(); }
  std::unique_ptr<ExchangeFactory> Welcome(const PeerInfo& peer, Loop* loop, Connection* connection) override;

 private:
  Health* const health_;
  HealthCheck check_;
  HealthWatch watch_;
  std::unique_ptr<CallPort> port_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_PROBE_H_
