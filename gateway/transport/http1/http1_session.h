// HTTP/1.1 as a session: requests one at a time, pipelined if the peer likes,
// over a connection that is kept (RFC 9112).
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP1_HTTP1_SESSION_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP1_HTTP1_SESSION_H_

#include <cstddef>
#include <memory>

#include "absl/time/time.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/session.h"
#include "gateway/transport/http1/request_parser.h"

namespace enlace::transport {

struct Http1Options {
  // Beyond them 431, for the target 414.
  RequestLimits limits;
  // From the first byte of a head to its last; then 408.
  absl::Duration head_time = absl::Seconds(10);
  // For a body, and a second more for each `min_body_bytes_per_second` of it
  // that came; then 408, or the end of the connection if the answer has begun.
  absl::Duration body_time = absl::Seconds(30);
  size_t min_body_bytes_per_second = 1024;
  // Without a request. Then the connection is closed without a word.
  absl::Duration idle_time = absl::Seconds(60);
  // Output waits and none is taken: the connection is closed.
  absl::Duration stall_time = absl::Seconds(30);
  // From here on Responder::writable is false, until half of it has gone.
  size_t max_queued_bytes = 256 << 10;
  // Requests that came while another is served. Beyond it the open one is still
  // answered, then the connection is closed, with 429 if the answer had already
  // begun without saying so.
  size_t max_early_bytes = 64 << 10;
  // Of a body that nobody reads any more because the answer has gone, and of
  // what comes after the limit above. Beyond it the connection is closed.
  size_t max_discarded_bytes = 1 << 20;
};

// A session of one connection. It borrows `host` and `factory`, which must
// outlive it, and counts time from its first Input or Tick.
//
// Input is false after a fault of the peer's: 400, 414, 417, 431, 505 and, where
// time is up, 408 have then been queued as the answer, unless one had begun.
// What time itself closes (Tick), and an Abort, show as `done`.
// A request that is answered before its body has come is answered with
// "Connection: close" and the body is read and thrown away, so that the answer
// is not lost to a reset. Trailers of requests are checked and dropped.
// An upgrade to h2c is ignored.
std::unique_ptr<Session> MakeHttp1Session(SessionHost* host, ExchangeFactory* factory, const Http1Options& options);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP1_HTTP1_SESSION_H_
