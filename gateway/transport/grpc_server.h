// One listening port that speaks gRPC over TLS 1.3.
#ifndef ENLACE_GATEWAY_TRANSPORT_GRPC_SERVER_H_
#define ENLACE_GATEWAY_TRANSPORT_GRPC_SERVER_H_

#include <grpcpp/server.h>

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/identity/identifier.h"
#include "gateway/identity/roster.h"
#include "gateway/service/services.h"
#include "gateway/transport/call/port_kind.h"
#include "gateway/transport/live_streams.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

struct GrpcServerOptions {
  PortKind kind = PortKind::kMutual;
  // IP address, version 4 or 6.
  std::string address = "127.0.0.1";
  // 0 takes a free one.
  int port = 0;
  // Where WriteTlsFiles put the server's key and chain.
  std::string tls_folder;
  int max_message_bytes = 2 << 20;
  int max_metadata_bytes = 16 << 10;
  // Each unary call and each stream holds one; calls beyond are refused with
  // RESOURCE_EXHAUSTED. Streams may take at most max_streams of them.
  int max_threads = 256;
  int max_streams = 192;
  int max_streams_per_caller = 8;
  int max_calls_per_connection = 128;
  // Age of a connection, give or take a tenth, so that every identity shows
  // its key again; then the time that its open calls still have.
  absl::Duration max_connection_age = absl::Hours(1);
  absl::Duration max_connection_age_grace = absl::Minutes(1);
  absl::Duration handshake_limit = absl::Seconds(10);
  absl::Duration keepalive_time = absl::Seconds(30);
  absl::Duration keepalive_timeout = absl::Seconds(10);
  // For a call that sets no deadline itself.
  absl::Duration default_deadline = absl::Seconds(30);
  // How often a quiet stream sends an empty message.
  absl::Duration heartbeat = absl::Seconds(30);
  // How long a stream's peer may leave what was sent to it unread.
  absl::Duration write_limit = absl::Seconds(30);
};

// Serves handlers over gRPC until it is destroyed. The handshake on the mutual
// port proves that the peer holds the key of its certificate, but lets every
// certificate in; each call is then refused in words that say what is wrong
// with it, since gRPC would close the connection without any. Thread-safe.
// Borrows handlers, identifier, roster and clock. certs::ApplyTlsPolicy() must have
// run before.
class GrpcServer {
 public:
  // Starts to serve. `identifier` and `roster` are needed on the mutual port.
  //   INVALID_ARGUMENT  a handler, the identifier or the roster is missing, or
  //                     the TLS files do not fit: as CheckTlsFiles says.
  //   NOT_FOUND, PERMISSION_DENIED  a TLS file, as CheckTlsFiles says.
  //   UNAVAILABLE       the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> New(const GrpcServerOptions& options,
                                                         const service::Services& handlers,
                                                         const identity::Identifier* identifier,
                                                         identity::Roster* roster, const base::Clock& clock);
  // As Shutdown without grace.
  ~GrpcServer();
  GrpcServer(const GrpcServer&) = delete;
  GrpcServer& operator=(const GrpcServer&) = delete;

  // The port that is listened on.
  int port() const { return port_; }
  // Streams that are open now.
  int open_streams() const { return streams_.size(); }
  // Takes no new calls, ends all streams with SHUTTING_DOWN and lets the unary
  // calls finish for at most `grace`. Returns when none is left. Idempotent.
  void Shutdown(absl::Duration grace);

 private:
  GrpcServer(const GrpcServerOptions& options, const identity::Identifier* identifier,
             identity::Roster* roster, const base::Clock& clock);
  absl::Status Start(const GrpcServerOptions& options, const service::Services& handlers);
  void MakeServices(const GrpcServerOptions& options, const service::Services& handlers);

  identity::Roster* const roster_;
  LiveStreams streams_;
  RefusalBound refusals_;
  const Seam seam_;
  std::vector<std::unique_ptr<grpc::Service>> services_;
  std::unique_ptr<grpc::Server> server_;
  int port_ = 0;
  int listener_ = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_GRPC_SERVER_H_
