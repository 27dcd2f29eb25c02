// absl::Status -> what a gRPC client sees.
#ifndef ENLACE_GATEWAY_TRANSPORT_GRPC_STATUS_H_
#define ENLACE_GATEWAY_TRANSPORT_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "gateway/transport/rpc/status_encoding.h"

namespace enlace::transport {

// EncodeStatus of `status`, as grpc-status, grpc-message and
// grpc-status-details-bin.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_GRPC_STATUS_H_
