// What the gateway's ports with TLS serve: the contract, health and, for
// administrators, reflection.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_GATEWAY_APPLICATION_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_GATEWAY_APPLICATION_H_

#include <memory>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/service/services.h"
#include "gateway/transport/call/call_port.h"
#include "gateway/transport/call/health.h"
#include "gateway/transport/call/page.h"
#include "gateway/transport/call/port_kind.h"
#include "gateway/transport/connection/application.h"

namespace enlace::transport {

// Serves handlers to the connections of one port. Thread-safe.
class GatewayApplication final : public Application {
 public:
  // Marks every service of the mutual port as serving; the whole is up to the
  // caller. `pages` are for everybody on the enrolment port, for administrators on
  // the others. Borrows handlers, health, identifier, roster and clock, all of which outlive
  // it, and it outlives the port. Whoever makes the port has it told of changes of
  // the roster (Port::PeersChanged) by a listener that is added after this, so
  // that a refused peer that stays silent is closed as well.
  //   INVALID_ARGUMENT  a handler is missing (named), or identifier or roster are
  //                     on the mutual port.
  static absl::StatusOr<std::unique_ptr<GatewayApplication>> New(
      PortKind kind, const CallOptions& options, const service::Services& handlers, Health* health,
      Protocols protocols, const identity::Identifier* identifier, identity::Roster* roster,
      const base::Clock& clock, std::vector<Page> pages = {});

  absl::Status CheckPeer(absl::string_view leaf_pem) override;
  std::unique_ptr<ExchangeFactory> Welcome(const PeerInfo& peer, Loop* loop, Connection* connection) override;

  // Before the port's own drain: streams, new ones too, end with SHUTTING_DOWN;
  // unary calls are served until the drain ends their connection. Idempotent.
  void EndStreams() { port_->EndStreams(); }
  // Streams that are open now.
  int open_streams() const { return port_->open_streams(); }

 private:
  GatewayApplication(Health* health, const identity::Identifier* identifier, std::vector<Page> pages)
      : identifier_(identifier), pages_(std::move(pages)), check_(health), watch_(health) {}
  // Whether the peer may read pages now.
  absl::Status CheckReader(absl::string_view leaf_pem) const;

  const identity::Identifier* const identifier_;
  const std::vector<Page> pages_;
  HealthCheck check_;
  HealthWatch watch_;
  std::unique_ptr<CallPort> port_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_GATEWAY_APPLICATION_H_
