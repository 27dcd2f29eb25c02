// One HTTP request and its answer, whichever version of HTTP carries them: the
// seam between the wire (http1/, http2/) and what is served (rpc/).
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP_EXCHANGE_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP_EXCHANGE_H_

#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/header_list.h"

namespace enlace::transport {

enum class HttpVersion { k11, k2 };

// What stands before the body. Views are good during Begin only.
struct RequestHead {
  HttpVersion version = HttpVersion::k2;
  absl::string_view method;
  // Path and query as they came, not decoded.
  absl::string_view target;
  // :authority or Host; empty if the peer sent none.
  absl::string_view authority;
  // All other fields; no pseudo fields.
  const HeaderList& headers;
};

// Why an answer breaks off.
enum class AbortReason {
  kCancelled,  // HTTP/2 CANCEL
  kInternal,   // INTERNAL_ERROR
  kRefused,    // REFUSED_STREAM: nothing was done, the peer may try again at once
  kCalm,       // ENHANCE_YOUR_CALM
};

// The answering side, implemented by the wire. On the loop's thread only; not to
// be called after End, Abort or Exchange::OnClosed. Nothing reaches the socket
// before the end of the loop's turn, so that an answer in three calls is one
// write.
class Responder {
 public:
  virtual ~Responder() = default;
  // Status and header fields; once, first.
  virtual void Start(int status, absl::Span<const Header> headers) = 0;
  // Bytes of the body; any number of times. Never refused: whoever produces
  // without end looks at `writable`.
  virtual void Write(std::string bytes) = 0;
  // The end, with trailers (may be empty). HTTP/1.1 sends trailers in a chunked
  // body; an answer that is complete at its End within the turn of its Start and
  // has no trailers goes out with a Content-Length.
  virtual void End(absl::Span<const Header> trailers) = 0;
  // Breaks off: RST_STREAM, or the end of the connection under HTTP/1.1.
  virtual void Abort(AbortReason reason) = 0;
  // Whether so little waits for the peer that more should be produced now; if
  // not, OnWritable comes later.
  virtual bool writable() const = 0;
};

// The asking side, implemented by what is served; the wire owns it. On the
// loop's thread only. It is destroyed in a later turn than the call within which
// it ended its answer, never while one of its functions runs.
class Exchange {
 public:
  virtual ~Exchange() = default;
  // A part of the request's body; good during the call. The peer's window grows
  // by it at once: who does not want more calls Abort or answers early.
  virtual void OnBody(absl::string_view bytes) = 0;
  // The request is complete.
  virtual void OnEnd() = 0;
  // `writable` has become true.
  virtual void OnWritable() = 0;
  // The peer took the request back, or the connection is gone. The responder is
  // not there any more. Not called after End or Abort.
  virtual void OnClosed() = 0;
};

// What a connection is served with; one per connection, owned by it, so that who
// the peer is has to be found out once.
class ExchangeFactory {
 public:
  virtual ~ExchangeFactory() = default;
  // A request has begun. Never nullptr; may answer at once, through `responder`,
  // which lives until End, Abort or OnClosed.
  virtual std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) = 0;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP_EXCHANGE_H_
