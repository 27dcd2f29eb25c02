// HTTP/2 (RFC 9113) as a Session: bytes in, exchanges and bytes out.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_SESSION_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_SESSION_H_

#include <memory>

#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http/session.h"
#include "gateway/transport/http2/http2_options.h"

namespace enlace::transport {

// The server's end of a connection whose peer has chosen h2; the preface is the
// first Input. `host` and `factory` are borrowed and outlive the session.
//
// An Input is false at once for what a budget or a limit forbids. An error that
// breaks the protocol itself (RFC 9113 section 5.4.1) shows with the Output that
// holds its GOAWAY: from then on the session is `done`, and Input is false.
//
// Requests over the limit for header fields are answered with 431 without an
// exchange; malformed ones (section 8.1.1) are reset. Trailers of requests are
// dropped; answers to HEAD, 204 and 304 go out without their body.
std::unique_ptr<Session> MakeHttp2Session(SessionHost* host, ExchangeFactory* factory,
                                          const Http2Options& options);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP2_HTTP2_SESSION_H_
