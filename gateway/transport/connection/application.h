// What a port serves: the seam between connections and who may call what.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_APPLICATION_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_APPLICATION_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

// Who is at the other end of a connection, as far as the wire knows.
struct PeerInfo {
  // "ipv4:192.0.2.7:5000" or "ipv6:[2001:db8::7]:5000".
  std::string address;
  // The certificate whose key the peer proved to hold, in PEM; empty: none.
  std::string leaf_pem;
  HttpVersion version = HttpVersion::k2;
};

// What an application may do with a connection that it serves. On the loop's
// thread only, from Application::Welcome until its ExchangeFactory is destroyed.
class Connection {
 public:
  // Tells who the peer is, for limits, Port::Connections and Port::Cut: `name` as
  // in identity::Caller::name(), the certificate's serial. At most once.
  //   RESOURCE_EXHAUSTED  that name has its share of connections already: refuse
  //                       the calls with it. The connection drains by itself.
  virtual absl::Status Identify(absl::string_view name, absl::string_view serial) = 0;
  // `changed` runs on the loop's thread after every Port::PeersChanged: look again
  // whether the peer is still good. Replaces the one before.
  virtual void WhenPeersChange(std::function<void()> changed) = 0;
  // One more, or one less, of the open exchanges is a stream; for Port::Connections.
  virtual void StreamsChanged(int by) = 0;
  // Takes no new requests, finishes the open ones, closes.
  virtual void Drain() = 0;
  // Closes once what has been answered in this turn is sent; open exchanges get
  // OnClosed in a later turn. `why` goes into the log: a few fixed words.
  virtual void Close(absl::string_view why) = 0;

 protected:
  ~Connection() = default;
};

// Thread-safe; outlives the port.
class Application {
 public:
  virtual ~Application() = default;
  // Whether the handshake of a peer with this certificate may succeed; empty PEM:
  // it has none. Asked on the mutual port only, on a loop's thread: must not
  // block. A refusal carries one of the CERTIFICATE_* reasons or AGENCY_SUSPENDED.
  virtual absl::Status CheckPeer(absl::string_view leaf_pem) = 0;
  // A connection is ready for requests. A peer that offered an ALPN protocol gets
  // here although CheckPeer refused it, so that its calls are refused in words.
  // Never nullptr. On `loop`'s thread; both outlive the factory.
  virtual std::unique_ptr<ExchangeFactory> Welcome(const PeerInfo& peer, Loop* loop,
                                                   Connection* connection) = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_APPLICATION_H_
