// The query of a Connect GET: a whole request in a URL.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_GET_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_GET_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/transport/rpc/message_codec.h"

namespace enlace::transport {

struct ConnectQuery {
  MessageCodec codec = MessageCodec::kProto;
  // The message, compressed if `compression` says so.
  std::string message;
  std::string compression;
};

// Reads ?connect=v1&encoding=proto|json&message=...&base64=1&compression=...; base64
// is URL-safe, with or without padding. What else is in it is ignored.
// Thread-safe.
//   INVALID_ARGUMENT  encoding or message is missing, or a value is malformed.
absl::StatusOr<ConnectQuery> ParseConnectQuery(absl::string_view query);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_CONNECT_GET_H_
