// What Connect's unary and streaming forms share: codes, error JSON, timeouts
// (connectrpc.com/docs/protocol).
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_ERROR_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_ERROR_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "absl/types/span.h"
#include "gateway/transport/http/header_list.h"

namespace enlace::transport {

// "invalid_argument" and so on; empty for OK.
absl::string_view ConnectCode(absl::StatusCode code);

// The HTTP status of a unary answer.
int HttpStatusOf(absl::StatusCode code);

// {"code":...,"message":...,"details":[{"type":...,"value":...,"debug":...}]} of
// what EncodeStatus shows. `status` is not OK.
std::string ConnectErrorJson(const absl::Status& status);

// The last envelope's content: {"error":{...},"metadata":{"name":["value"]}}, both
// only where there is something to say.
std::string EndStreamJson(const absl::Status& status, absl::Span<const Header> trailers);

// The value of connect-timeout-ms, one to ten digits; none if it is empty.
//   INVALID_ARGUMENT  anything else.
absl::StatusOr<absl::optional<absl::Duration>> ParseConnectTimeout(absl::string_view value);

// OK unless connect-protocol-version is there and is not 1: INVALID_ARGUMENT.
absl::Status CheckConnectVersion(const HeaderList& headers);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_ERROR_H_
