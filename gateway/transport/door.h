// A listening port of the gateway with all that stands behind it.
#ifndef ENLACE_GATEWAY_TRANSPORT_DOOR_H_
#define ENLACE_GATEWAY_TRANSPORT_DOOR_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/identity/identifier.h"
#include "gateway/identity/roster.h"
#include "gateway/service/services.h"
#include "gateway/transport/call/gateway_application.h"
#include "gateway/transport/call/health.h"
#include "gateway/transport/call/probe.h"
#include "gateway/transport/connection/port.h"
#include "gateway/transport/door_options.h"
#include "gateway/transport/live_connections.h"

namespace enlace::transport {

struct DoorOptions {
  PortKind kind = PortKind::kMutual;
  // IP address, version 4 or 6.
  std::string address = "127.0.0.1";
  // 0 takes a free one.
  int port = 0;
  // Where WriteTlsFiles put the server's key and chain; a pair that is put there
  // later serves the connections that come then.
  std::string tls_folder;
  DoorLimits limits;
  // Where administrators find the door's connections while it lives; nullptr: nowhere.
  LiveConnections* connections = nullptr;
  // Served for plain GET: to everybody on the enrolment port, to administrators on
  // the others.
  std::vector<Page> pages = {};
};

// Serves handlers over gRPC, gRPC-Web, Connect, plain JSON and EST, HTTP/2 and
// HTTP/1.1, TLS 1.3, until it is destroyed. Thread-safe. Borrows handlers, health,
// identifier, roster, clock and the options' connections.
class Door {
 public:
  // Starts to serve. `identifier` and `roster` are needed but on the enrolment port.
  //   INVALID_ARGUMENT   a handler (named), the identifier or the roster is missing,
  //                      the address or the TLS files are not what they should be.
  //   NOT_FOUND, PERMISSION_DENIED  a TLS file, as CheckTlsFiles says.
  //   RESOURCE_EXHAUSTED too few file descriptors.
  //   UNAVAILABLE        the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Door>> New(const DoorOptions& options,
                                                   const service::Services& handlers, Health* health,
                                                   const identity::Identifier* identifier,
                                                   identity::Roster* roster, const base::Clock& clock);
  // As Shutdown without grace.
  ~Door();
  Door(const Door&) = delete;
  Door& operator=(const Door&) = delete;

  // The port that is listened on.
  int port() const { return port_->port(); }
  // Streams that are open now.
  int open_streams() const { return application_->open_streams(); }
  // Who is connected, in the order of arrival.
  std::vector<ConnectionFacts> Connections() const { return port_->Connections(); }
  // Ends the connections for which `which` is true, at once; returns how many.
  int Cut(absl::AnyInvocable<bool(const ConnectionFacts&)> which) { return port_->Cut(std::move(which)); }
  // Drains: streams end with SHUTTING_DOWN; unary calls, also those that cross our
  // GOAWAY, finish within `grace`. Returns when none is left. Idempotent.
  void Shutdown(absl::Duration grace);

 private:
  Door(std::unique_ptr<GatewayApplication> application, std::unique_ptr<Port> port, identity::Roster* roster,
       PortKind kind, LiveConnections* connections);

  const std::unique_ptr<GatewayApplication> application_;
  const std::unique_ptr<Port> port_;
  identity::Roster* const roster_;
  LiveConnections* const connections_;
  int listener_ = 0;
};

// The plaintext port for probes: /livez, /readyz and grpc.health.v1. Thread-safe;
// borrows health and clock.
class ProbeDoor {
 public:
  // Errors as Door::New.
  static absl::StatusOr<std::unique_ptr<ProbeDoor>> New(const std::string& address, int port,
                                                        DoorLimits limits, Health* health,
                                                        const base::Clock& clock);
  int port() const { return port_->port(); }
  void Shutdown(absl::Duration grace) { port_->Shutdown(grace); }

 private:
  ProbeDoor(std::unique_ptr<ProbeApplication> application, std::unique_ptr<Port> port)
      : application_(std::move(application)), port_(std::move(port)) {}

  const std::unique_ptr<ProbeApplication> application_;
  const std::unique_ptr<Port> port_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_DOOR_H_
