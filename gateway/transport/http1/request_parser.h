// Requests out of the bytes of an HTTP/1.1 connection (RFC 9112), strictly: what
// a proxy in front of us might read differently is refused, never guessed.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP1_REQUEST_PARSER_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP1_REQUEST_PARSER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "gateway/transport/http/header_list.h"

namespace enlace::transport {

struct RequestLimits {
  // Request line and fields, or a trailer section, with their CRLFs.
  size_t max_head_bytes = 16 << 10;
  size_t max_target_bytes = 8 << 10;
  size_t max_fields = 100;
};

// What stands before a body.
struct ParsedHead {
  std::string method;
  // Path and query, not decoded; see request_target.h for the other forms.
  std::string target;
  // Of an absolute target, else Host; empty only under HTTP/1.0.
  std::string authority;
  // Without Host.
  HeaderList fields;
  bool http11 = true;
  // Whether the peer wants another request after this one.
  bool keep_alive = true;
  // Whether it waits for 100 (Continue) before it sends the body. Never true
  // without a body or under HTTP/1.0.
  bool expects_continue = false;
};

// Why a request is refused: the answer to give before the connection is closed.
struct RequestFault {
  int status = 0;
  // A literal, without data of the peer's.
  absl::string_view message;
};

// Boost.Beast's parser behind checks of our own on the raw bytes, which it sees
// only when a head, a chunk's line or a trailer section has come whole. It
// keeps no input. Not thread-safe.
class RequestParser {
 public:
  enum class Event {
    kNeedMore,  // nothing more in these bytes; come again with them and more
    kHead,      // head()
    kBody,      // body() is a part of the body, never empty
    kEnd,       // the request is complete; the next call begins another
    kFault,     // fault(); the parser is of no more use
  };

  explicit RequestParser(const RequestLimits& limits);
  ~RequestParser();

  // The next thing in `bytes`, from whose front what was read is removed. What
  // is left must stand at the front of the bytes of the next call.
  Event Next(absl::string_view* bytes);

  // From kHead until the call after kEnd.
  const ParsedHead& head() const;
  // A view into the bytes of the last call.
  absl::string_view body() const;
  const RequestFault& fault() const;
  // Whether all of the request whose head was seen has been read, although kEnd
  // may not have been told yet.
  bool complete() const;

 private:
  class Impl;
  const std::unique_ptr<Impl> impl_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP1_REQUEST_PARSER_H_
