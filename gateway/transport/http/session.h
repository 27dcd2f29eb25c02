// A version of HTTP as a machine that turns bytes into exchanges and back. It
// knows no socket and no TLS, so that tests and fuzzers drive it with bytes.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP_SESSION_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP_SESSION_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/transport/http/loop.h"

namespace enlace::transport {

// Implemented by the connection that owns the session.
class SessionHost {
 public:
  virtual ~SessionHost() = default;
  // Output has something although no Input is running: flush at the end of this
  // turn. Idempotent and cheap.
  virtual void WantsOutput() = 0;
};

// One connection's protocol. On the loop's thread only.
class Session {
 public:
  // Ends its exchanges by OnClosed.
  virtual ~Session() = default;
  // Takes all of `bytes`. False: the peer broke the protocol or a budget; send
  // what Output still has (GOAWAY, 400), then close. `why_closed` says why.
  virtual bool Input(absl::string_view bytes, SteadyTime now) = 0;
  // Appends what there is to send to `out`, until nothing is left or `out` holds
  // `at_most` bytes or a little more. Called again while it has more.
  virtual void Output(size_t at_most, std::string* out) = 0;
  // About once a second: limits of time that are the protocol's own (a body or
  // a header that does not come, an idle connection, keep-alive pings).
  virtual void Tick(SteadyTime now) = 0;
  // Takes no new requests, finishes those that are open, then is `done`.
  virtual void Drain() = 0;
  // Nothing is left to do or to wait for: close after the last Output.
  virtual bool done() const = 0;
  // Exchanges that are open now.
  virtual size_t open() const = 0;
  // For the log, in a few words without data of the peer's, for example
  // "reset budget"; empty while all is well.
  virtual absl::string_view why_closed() const = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP_SESSION_H_
