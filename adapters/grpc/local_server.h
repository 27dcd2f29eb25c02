// The driver for agencies whose system speaks enlace.v1 itself.
#ifndef ENLACE_ADAPTERS_GRPC_LOCAL_SERVER_H_
#define ENLACE_ADAPTERS_GRPC_LOCAL_SERVER_H_

#include <grpcpp/server.h>

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "adapters/grpc/gateway_parts.h"
#include "adapters/grpc/listen_address.h"
#include "adapters/grpc/local_service.h"
#include "enlace/config/v1/adapter_config.pb.h"

namespace enlace::adapters {

// Listens within this machine only and goes on to the gateway with the agency's
// identity: enlace.v1 passes through unchanged, enlace.local.v1 seals and opens.
// The system keeps its own cursor, confirms its own deliveries and settles its
// own lines; the adapter keeps keys, certificates and trust. Callers are not
// authenticated: whoever can reach the address acts as the agency, so that a Unix
// socket in a folder of the system's group is the way to run it. Thread-safe.
class LocalServer {
 public:
  // Serves until Shutdown or the end. A socket is open to its owner and group.
  //   INVALID_ARGUMENT  grpc.listen is not of this machine alone.
  //   UNAVAILABLE       it cannot listen there; another process may.
  static absl::StatusOr<std::unique_ptr<LocalServer>> New(const config::v1::AdapterConfig& config,
                                                          GatewayParts gateway);
  ~LocalServer() { Shutdown(); }
  LocalServer(const LocalServer&) = delete;
  LocalServer& operator=(const LocalServer&) = delete;

  // Port in use; 0 for a Unix socket.
  int port() const { return port_; }
  void RenewIfDue() { local_.RenewIfDue(); }
  // Ends streams now and calls within five seconds. Idempotent.
  void Shutdown();

 private:
  LocalServer(const config::v1::AdapterConfig& config, GatewayParts gateway);
  absl::Status Listen(const ListenAddress& address);

  LocalService local_;
  const std::vector<std::unique_ptr<grpc::Service>> forwarding_;
  int port_ = 0;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_GRPC_LOCAL_SERVER_H_
