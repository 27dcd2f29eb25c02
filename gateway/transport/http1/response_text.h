// Answers as HTTP/1.1 writes them (RFC 9112 sections 4, 6 and 7). Pure text.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP1_RESPONSE_TEXT_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP1_RESPONSE_TEXT_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/header_list.h"

namespace enlace::transport {

// How the peer finds the end of a body.
enum class BodyFraming {
  kNone,        // there is none, and no field says so: 204, 304
  kLength,      // Content-Length
  kChunked,     // Transfer-Encoding: chunked
  kUntilClose,  // HTTP/1.0
};

// Appends `fields`, one line each, names as given. What says how the message is
// framed or kept (content-length, transfer-encoding, connection and the like) is
// left out: that is not for a caller to say. So is a name that is no token; a
// control character in a value becomes a space, so that no value adds a line.
void AppendFields(absl::Span<const Header> fields, std::string* out);

// Appends the status line, `field_lines` as AppendFields made them, and what the
// framing and `close` need. `body_bytes` counts under kLength only.
void AppendResponseHead(int status, absl::string_view field_lines, BodyFraming framing, size_t body_bytes,
                        bool close, std::string* out);

// Appends one chunk; nothing if `bytes` is empty, which would end the body.
void AppendChunk(absl::string_view bytes, std::string* out);
// Appends the last chunk and the trailers.
void AppendLastChunk(absl::string_view trailer_lines, std::string* out);

// Appends a whole answer of the session's own, after which the connection is
// closed: {"code":..,"message":..}. `message` is a literal of ours.
void AppendRefusal(int status, absl::string_view message, std::string* out);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP1_RESPONSE_TEXT_H_
