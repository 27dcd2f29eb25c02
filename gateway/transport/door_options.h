// What bounds the door, in the forms that its parts take.
#ifndef ENLACE_GATEWAY_TRANSPORT_DOOR_OPTIONS_H_
#define ENLACE_GATEWAY_TRANSPORT_DOOR_OPTIONS_H_

#include "enlace/config/v1/gateway_config.pb.h"
#include "gateway/transport/call/call_port.h"
#include "gateway/transport/connection/connection_registry.h"
#include "gateway/transport/connection/socket_connection.h"
#include "gateway/transport/http1/http1_session.h"
#include "gateway/transport/http2/http2_session.h"
#include "gateway/transport/rpc/rpc_exchange.h"

namespace enlace::transport {

// The limits of one door; each part names its own with units and defaults.
struct DoorLimits {
  // Threads that serve connections; 0: one for each processor.
  int loops = 0;
  // Whether a refused certificate always ends in a TLS alert.
  bool refuse_by_alert = false;
  ConnectionLimits connections;
  ConnectionOptions connection;
  Http2Options http2;
  Http1Options http1;
  RpcOptions rpc;
  CallOptions calls;
};

// The settings of `transport`, with the sessions of `connection` made for them.
// `heartbeat` is feed.heartbeat. Settings are checked when they are loaded.
DoorLimits LimitsOf(const config::v1::TransportConfig& settings, absl::Duration heartbeat);

// Puts into `connection` what makes sessions within `http2` and `http1`.
void MakeSessions(DoorLimits* limits);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_DOOR_OPTIONS_H_
