// What a request is addressed to: RFC 9112 section 3.2, RFC 3986.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP1_REQUEST_TARGET_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP1_REQUEST_TARGET_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace enlace::transport {

struct RequestTarget {
  // Path and query; "*" of OPTIONS, host and port of CONNECT.
  std::string path;
  // Of the absolute and the authority form, where it replaces Host; empty otherwise.
  std::string authority;
};

// Reads the target of a request line: the origin form, the absolute form with
// http or https, the authority form of CONNECT and the asterisk form of OPTIONS.
// Nothing if it has none of these forms, names a user or a fragment, or holds a
// character that no URI may hold: answer 400.
absl::optional<RequestTarget> ParseRequestTarget(absl::string_view method, absl::string_view target);

// Whether `value` is a host with an optional port: a name, an IPv4 address or an
// IPv6 address in brackets. Of the sub-delimiters of a registered name none is
// taken, since no host of ours has one and lists of hosts are told by them.
bool IsHost(absl::string_view value);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP1_REQUEST_TARGET_H_
