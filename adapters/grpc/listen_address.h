// Where an adapter may listen for its own agency's system.
#ifndef ENLACE_ADAPTERS_GRPC_LISTEN_ADDRESS_H_
#define ENLACE_ADAPTERS_GRPC_LISTEN_ADDRESS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::adapters {

// A place that only this machine can reach. A plain value.
struct ListenAddress {
  std::string target;       // As gRPC takes it.
  std::string socket_path;  // Empty unless it is a Unix socket.
};

// Reads unix:/absolute/path, 127.x.x.x:port, [::1]:port or localhost:port (which
// means 127.0.0.1, whatever the machine's hosts file says). Content passes here
// in clear and callers are not authenticated, so that nothing else is taken.
// Prefer a Unix socket: its folder's permissions say who may call. Pure.
//   INVALID_ARGUMENT naming grpc.listen, and what is allowed.
absl::StatusOr<ListenAddress> ParseListenAddress(absl::string_view text);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_GRPC_LISTEN_ADDRESS_H_
