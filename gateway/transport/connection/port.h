// One listening address with its loops and connections.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_PORT_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_PORT_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "gateway/base/clock.h"
#include "gateway/transport/connection/application.h"
#include "gateway/transport/connection/connection_registry.h"
#include "gateway/transport/connection/listener.h"
#include "gateway/transport/connection/refused_peers.h"
#include "gateway/transport/connection/socket_connection.h"
#include "gateway/transport/loop/event_loop.h"
#include "gateway/transport/tls/server_tls.h"

namespace enlace::transport {

struct PortOptions {
  // IP address, version 4 or 6.
  std::string address = "127.0.0.1";
  // 0 takes a free one.
  int port = 0;
  // None: plaintext, for probes and tests alone.
  absl::optional<ServerTlsOptions> tls;
  // Threads; 0: one for each processor.
  int loops = 0;
  ConnectionLimits limits;
  ConnectionOptions connections;
};

// Listens and serves from New until it is destroyed. All functions are
// thread-safe. Borrows application and clock.
class Port {
 public:
  // INVALID_ARGUMENT, NOT_FOUND, PERMISSION_DENIED  the address, or a TLS file, as
  //                     ServerTls::New says.
  // RESOURCE_EXHAUSTED  too few file descriptors.
  // UNAVAILABLE         the address cannot be listened on.
  static absl::StatusOr<std::unique_ptr<Port>> New(PortOptions options, Application* application,
                                                   const base::Clock* clock);
  // As Shutdown without grace.
  ~Port();
  Port(const Port&) = delete;
  Port& operator=(const Port&) = delete;

  // The port that is listened on.
  int port() const { return listener_->port(); }
  // Who is connected, in the order of arrival.
  std::vector<ConnectionFacts> Connections() const { return registry_.List(); }
  // Ends every connection for which `which` is true, at once: the order is given
  // to the loops when this returns, and they obey in their present turn. Returns
  // how many. `which` runs on the calling thread.
  int Cut(absl::AnyInvocable<bool(const ConnectionFacts&)> which);
  // Every application of a connection looks anew whether its peer is still good
  // (Connection::WhenPeersChange).
  void PeersChanged();
  // Stops listening and lets the connections finish what is open for at most
  // `grace`; then ends the rest and the threads. Not on a loop's thread.
  // Idempotent.
  void Shutdown(absl::Duration grace);

 private:
  struct Shard;
  Port(PortOptions options, Application* application, const base::Clock* clock);
  absl::Status Start();
  absl::Status AddShard();
  void Accepted(int fd, const PeerAddress& peer);
  void Evict(uint64_t id);
  void Begin(Shard* shard, uint64_t id, int fd, std::string address);
  void LookAtFiles();
  // Runs `work` for each connection, on the loops.
  void ForAll(void (*work)(SocketConnection*));

  const PortOptions options_;
  Application* const application_;
  const base::Clock* const clock_;
  ConnectionRegistry registry_;
  RefusedPeers refused_;
  std::unique_ptr<ServerTls> tls_;
  std::vector<std::unique_ptr<Shard>> shards_;
  std::unique_ptr<Listener> listener_;
  Timer look_at_files_;
  std::atomic<bool> draining_{false};
  base::Mutex shutdown_mu_;
  bool shut_down_ ABSL_GUARDED_BY(shutdown_mu_) = false;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_PORT_H_
