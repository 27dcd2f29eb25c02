// Percent-encoding, as grpc-message and query strings have it.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_PERCENT_ENCODING_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_PERCENT_ENCODING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::transport {

// For grpc-message: every byte but printable ASCII becomes %XX, '%' too
// (PROTOCOL-HTTP2, "Status-Message").
std::string PercentEncode(absl::string_view text);

// A value of a query string (RFC 3986 section 2.1; '+' is a space, as browsers'
// URLSearchParams and Connect's clients write it).
//   INVALID_ARGUMENT  a '%' without two hexadecimal digits.
absl::StatusOr<std::string> QueryDecode(absl::string_view text);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_PERCENT_ENCODING_H_
