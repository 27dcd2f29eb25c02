// The socket that takes connections in, also when there is no room for them.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_LISTENER_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_LISTENER_H_

#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transport/connection/peer_address.h"
#include "gateway/transport/loop/event_loop.h"

namespace enlace::transport {

// Accepts on one loop. A descriptor is kept in reserve: when all are used, it is
// given up for as long as it takes to accept a connection and close it, so that
// the queue empties and the loop does not spin. On the loop's thread but for New.
class Listener final : public Watcher {
 public:
  // Takes over a connected, non-blocking socket.
  using Accepted = absl::AnyInvocable<void(int fd, const PeerAddress& peer)>;
  // Listens on `address` (IP, version 4 or 6) and `port`; 0 takes a free one.
  //   INVALID_ARGUMENT    `address` is none.
  //   RESOURCE_EXHAUSTED  no descriptor is left.
  //   UNAVAILABLE         another process has the port, the address is not one of
  //                       this machine, or the port needs a privilege.
  static absl::StatusOr<std::unique_ptr<Listener>> New(absl::string_view address, int port, EventLoop* loop,
                                                       Accepted accepted);
  // As Stop.
  ~Listener();

  int port() const { return port_; }
  // Begins to accept. RESOURCE_EXHAUSTED as EventLoop::Add says.
  absl::Status Start();
  // Ends; peers are refused by the kernel from now on. Idempotent.
  void Stop();

  void OnReady(uint32_t events) override;

 private:
  Listener(EventLoop* loop, int fd, int port, Accepted accepted);
  // Turns one connection away with the reserve. False: none waits any more.
  bool TurnAway();
  void Pause();

  EventLoop* const loop_;
  int fd_;
  const int port_;
  int reserve_;
  bool watched_ = false;
  Accepted accepted_;
  Timer resume_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_LISTENER_H_
