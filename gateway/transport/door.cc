#include "gateway/transport/door.h"

#include <utility>

#include "gateway/base/status_macros.h"
#include "gateway/transport/call/est_binding.h"
#include "gateway/transport/est/est_exchange.h"
#include "gateway/transport/est/est_request.h"

namespace enlace::transport {
namespace {

// `est` may be nullptr: EST is not served.
Protocols ProtocolsOf(RpcOptions options, const base::Clock* clock, std::shared_ptr<const EstBinding> est) {
  options.clock = clock;
  return [options, est = std::move(est)](const RequestHead& head, Responder* responder, CallFactory* factory,
                                         Loop* loop) {
    if (est != nullptr && IsEst(head.target)) {
      return BeginEst(head, responder, factory, loop, est->methods());
    }
    return BeginRpc(head, responder, factory, loop, options);
  };
}

PortOptions PortOf(const std::string& address, int port, DoorLimits limits) {
  MakeSessions(&limits);
  PortOptions out;
  out.address = address;
  out.port = port;
  out.loops = limits.loops;
  out.limits = limits.connections;
  out.connections = std::move(limits.connection);
  return out;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Door>> Door::New(const DoorOptions& options, const service::Services& handlers,
                                                Health* health, const identity::Identifier* identifier,
                                                identity::Roster* roster, const base::Clock& clock) {
  if (options.kind == PortKind::kEnrollment) {
    identifier = nullptr;
    roster = nullptr;
  }
  ASSIGN_OR_RETURN(std::shared_ptr<const EstBinding> est, EstBinding::New(options.kind, handlers));
  ASSIGN_OR_RETURN(std::unique_ptr<GatewayApplication> application,
                   GatewayApplication::New(options.kind, options.limits.calls, handlers, health,
                                           ProtocolsOf(options.limits.rpc, &clock, std::move(est)),
                                           identifier, roster, clock, options.pages));
  PortOptions port_options = PortOf(options.address, options.port, options.limits);
  port_options.tls.emplace();
  port_options.tls->folder = options.tls_folder;
  port_options.tls->ask_certificate = options.kind != PortKind::kEnrollment;
  port_options.tls->refuse_by_alert = options.limits.refuse_by_alert;
  ASSIGN_OR_RETURN(std::unique_ptr<Port> port, Port::New(std::move(port_options), application.get(), &clock));
  return std::unique_ptr<Door>(
      new Door(std::move(application), std::move(port), roster, options.kind, options.connections));
}

Door::Door(std::unique_ptr<GatewayApplication> application, std::unique_ptr<Port> port,
           identity::Roster* roster, PortKind kind, LiveConnections* connections)
    : application_(std::move(application)),
      port_(std::move(port)),
      roster_(roster),
      connections_(connections) {
  // After the application's own listener: what it says of a peer is up to date when
  // the connections ask.
  if (roster_ != nullptr) listener_ = roster_->Listen([this] { port_->PeersChanged(); });
  if (connections_ != nullptr) connections_->Add(kind, port_.get());
}

Door::~Door() {
  if (connections_ != nullptr) connections_->Remove(port_.get());
  if (roster_ != nullptr) roster_->Unlisten(listener_);
  Shutdown(absl::ZeroDuration());
}

void Door::Shutdown(absl::Duration grace) {
  application_->EndStreams();
  port_->Shutdown(grace);
}

absl::StatusOr<std::unique_ptr<ProbeDoor>> ProbeDoor::New(const std::string& address, int port,
                                                          DoorLimits limits, Health* health,
                                                          const base::Clock& clock) {
  auto application = std::make_unique<ProbeApplication>(health, ProtocolsOf(limits.rpc, &clock, nullptr), clock);
  limits.loops = 1;  // A probe comes now and then.
  ASSIGN_OR_RETURN(std::unique_ptr<Port> made,
                   Port::New(PortOf(address, port, std::move(limits)), application.get(), &clock));
  return std::unique_ptr<ProbeDoor>(new ProbeDoor(std::move(application), std::move(made)));
}

}  // namespace enlace::transport
