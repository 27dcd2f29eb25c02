// What the calls of one port share, in one place.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_CALL_PORT_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_CALL_PORT_H_

#include <functional>
#include <memory>
#include <string>

#include "gateway/base/clock.h"
#include "gateway/identity/identifier.h"
#include "gateway/identity/roster.h"
#include "gateway/transport/call/peer_calls.h"

namespace enlace::transport {

struct CallOptions {
  CallTimes times;
  RateOptions rate;
  // Turns of the calls that wait for the sequencer.
  FairQueueLimits turns;
  // Threads for ordinary calls that may not run on a loop; urgent referrals that
  // are large have one more.
  int workers = 4;
  // Threads that poll the sources of streams.
  int stream_workers = 2;
  int max_streams = 4096;
  int max_streams_per_caller = 8;
  // Bytes of a request above which a worker takes it.
  size_t largest_on_loop = 64 << 10;
  // Whether all others are refused.
  bool administrators_only = false;
};

// From an HTTP request to an exchange that calls `factory`: how part rpc speaks
// (BeginRpc with its options).
using Protocols = std::function<std::unique_ptr<Exchange>(const RequestHead& head, Responder* responder,
                                                          CallFactory* factory, Loop* loop)>;

// Owns what PeerCalls borrows. Thread-safe; outlives the port's loops.
class CallPort {
 public:
  // Borrows identifier, roster (both nullptr: everybody is anonymous) and clock.
  CallPort(const CallOptions& options, std::unique_ptr<MethodTable> methods, Protocols protocols,
           const identity::Identifier* identifier, identity::Roster* roster, const base::Clock& clock);
  // Logs what was left out of the log.
  ~CallPort();
  CallPort(const CallPort&) = delete;
  CallPort& operator=(const CallPort&) = delete;

  // An exchange factory for the RPCs of a connection.
  std::unique_ptr<ExchangeFactory> Serve(const PeerInfo& peer, Loop* loop, Connection* connection);
  // From now on all streams end with SHUTTING_DOWN; unary calls are still served.
  void EndStreams() { streams_.EndAll(); }
  int open_streams() const { return streams_.size(); }

 private:
  const std::unique_ptr<MethodTable> methods_;
  const Protocols protocols_;
  identity::Roster* const roster_;
  std::atomic<uint64_t> changes_{1};
  CallLog log_;
  OpenStreams streams_;
  RateLimiter rates_;
  CallEnvironment environment_;
  int listener_ = 0;
  Workers workers_;
  Workers stream_workers_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_CALL_PORT_H_
