// A socket with what runs on it: TLS, a version of HTTP, an application.
#ifndef ENLACE_GATEWAY_TRANSPORT_CONNECTION_SOCKET_CONNECTION_H_
#define ENLACE_GATEWAY_TRANSPORT_CONNECTION_SOCKET_CONNECTION_H_

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/transport/connection/application.h"
#include "gateway/transport/connection/connection_registry.h"
#include "gateway/transport/connection/refused_peers.h"
#include "gateway/transport/http/session.h"
#include "gateway/transport/loop/event_loop.h"
#include "gateway/transport/tls/tls_stream.h"

namespace enlace::transport {

// Makes the machine of a version of HTTP. Thread-safe.
using SessionMaker = std::function<std::unique_ptr<Session>(SessionHost*, ExchangeFactory*)>;

struct ConnectionOptions {
  SessionMaker http2;
  SessionMaker http1;
  // From accept until the first request can come; then what is half done is
  // closed. Holds for the bytes by which a plaintext peer shows its protocol too.
  absl::Duration handshake_limit = absl::Seconds(5);
  // Age at which a connection drains, give or take a tenth, so that every peer
  // shows its key again and not all at once; then what its open calls still have.
  absl::Duration max_age = absl::Hours(1);
  absl::Duration max_age_grace = absl::Minutes(1);
  // How long a peer may take nothing of what waits for it.
  absl::Duration write_limit = absl::Seconds(30);
  // How long what is open may take once a peer has closed its side of HTTP/1.1.
  absl::Duration half_closed_limit = absl::Seconds(10);
  // How long a peer may go on sending to a connection that has said its last.
  absl::Duration linger_limit = absl::Seconds(1);
};

// What the connections of one loop use in turns, so that none has its own, and
// what they may use of a turn.
struct LoopBuffers {
  // As much as one connection may bring in one turn. Of the frames that cost us
  // most, resets of requests, this is about a millisecond's work.
  std::array<char, 32 << 10> received;
  std::array<char, 32 << 10> plain;
  std::string output;
  std::string send;

  // A handshake is to take a step, the work of up to a millisecond. False: others
  // have used up this turn, which began at `turn`; epoll tells of it again.
  bool TakeHandshakeStep(SteadyTime turn);

 private:
  SteadyTime turn_;
  int steps_ = 0;
};

// Lives on its loop's thread; owned by the port.
class SocketConnection final : public Connection, public SessionHost, public Watcher, public Flusher {
 public:
  // What connections of one loop share. Outlives them.
  struct Surroundings {
    const ConnectionOptions* options = nullptr;
    Application* application = nullptr;
    EventLoop* loop = nullptr;
    LoopBuffers* buffers = nullptr;
    ConnectionRegistry* registry = nullptr;
    RefusedPeers* refused = nullptr;
    // The connection is closed: destroy it in a later turn.
    std::function<void(uint64_t id)> gone;
    // Whether a peer stays a newcomer until the application has named it.
    bool names_peers = false;
  };

  // Takes `fd`, non-blocking and connected. `tls` may be nullptr: plaintext, where
  // the first bytes say which protocol comes (RFC 9113, 3.4).
  SocketConnection(const Surroundings* around, uint64_t id, int fd, std::string address,
                   std::unique_ptr<TlsStream> tls);
  ~SocketConnection() override;

  // Begins to read; once. May end in `gone` at once.
  void Start();
  // Ends at once, without a word to the peer. Empty `why`: nothing worth a line.
  void Cut(absl::string_view why);
  // Ends for a newcomer's sake, unless it has settled (ConnectionRegistry::Admit).
  void MakeRoom();
  // What the application registered.
  void PeersChanged();

  absl::Status Identify(absl::string_view name, absl::string_view serial) override;
  void WhenPeersChange(std::function<void()> changed) override { peers_changed_ = std::move(changed); }
  void StreamsChanged(int by) override {
    if (streams_ != nullptr) streams_->fetch_add(by, std::memory_order_relaxed);
  }
  void Drain() override;
  void Close(absl::string_view why) override;

  void WantsOutput() override;
  void OnReady(uint32_t events) override;
  void Flush() override;

 private:
  enum class State {
    kShaking,    // no session yet
    kServing,    //
    kFinishing,  // sends what the session still has, takes nothing
    kLingering,  // has sent all; waits for the peer's end
    kGone,
  };

  void Receive();
  void Decrypt(absl::string_view bytes);
  // Plaintext: waits for as many bytes as tell the protocol.
  void Sniff(absl::string_view bytes);
  void Serve(HttpVersion version);
  void Deliver(absl::string_view plain);
  // The peer sends no more, in order: what it asked is still answered.
  void PeerEnded();
  void Watch();
  // Sends waiting_. False: some still waits, or the connection is gone.
  bool SendWaiting();
  // Sends what fits and keeps the rest in waiting_.
  void Send(absl::string_view bytes);
  // One round of output. False: there is no more, or none can be sent now.
  bool SendOutput();
  void LogEnd(absl::string_view why);
  void Finish(absl::string_view why);
  void Linger();
  void OnTimer();
  void Tick();
  void Discard();

  const Surroundings* const around_;
  const uint64_t id_;
  const int fd_;
  State state_ = State::kShaking;
  bool watches_writable_ = false;
  bool draining_ = false;
  bool watched_ = false;
  bool settled_ = false;
  bool serves_http1_ = false;
  // The peer sends no more, but what it asked is being answered.
  bool half_closed_ = false;
  std::string address_;
  std::unique_ptr<TlsStream> tls_;
  std::unique_ptr<ExchangeFactory> factory_;
  // After factory_: its exchanges end before the factory does.
  std::unique_ptr<Session> session_;
  // Bytes that the socket did not take. Bounded by one round of output.
  std::string waiting_;
  // The first bytes of a plaintext connection.
  std::string sniffed_;
  SteadyTime begun_;
  SteadyTime progress_;
  absl::Duration age_limit_;
  // When the peer closed its side.
  SteadyTime ended_;
  size_t discarded_ = 0;
  std::atomic<int64_t>* open_ = nullptr;
  std::atomic<int64_t>* streams_ = nullptr;
  std::function<void()> peers_changed_;
  // The handshake's limit, then ticks, then the end of lingering.
  Timer timer_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CONNECTION_SOCKET_CONNECTION_H_
