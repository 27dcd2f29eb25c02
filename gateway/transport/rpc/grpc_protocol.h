// gRPC over HTTP/2, as grpc/doc/PROTOCOL-HTTP2.md has it.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_GRPC_PROTOCOL_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_GRPC_PROTOCOL_H_

#include <memory>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/rpc/call_exchange.h"
#include "gateway/transport/rpc/metadata.h"

namespace enlace::transport {

// Whether `media_type` (lower case, no parameters) is gRPC with protobuf.
bool IsGrpc(absl::string_view media_type);

// The value of grpc-timeout: one to eight digits and one of H M S m u n; none
// for a field that is not there (empty).
//   INVALID_ARGUMENT  anything else.
absl::StatusOr<absl::optional<absl::Duration>> ParseGrpcTimeout(absl::string_view value);

// Adds grpc-status and, unless OK, grpc-message, grpc-status-details-bin and, where
// RetryDelayOf has something to say, grpc-retry-pushback-ms.
void AddGrpcStatus(const absl::Status& status, OutgoingFields* fields);

// The head of a gRPC or gRPC-Web call.
CallHead GrpcHead(absl::string_view protocol, const RequestHead& head, absl::string_view path,
                  const Method* method, const RpcOptions& options);

// A call by gRPC. `method` is nullptr where nothing is served.
std::unique_ptr<Exchange> BeginGrpc(const CallContext& context, const RequestHead& head,
                                    absl::string_view path, const Method* method);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_GRPC_PROTOCOL_H_
