// Our statuses as the agency's system gets them.
#ifndef ENLACE_ADAPTERS_GRPC_STATUS_TO_RPC_H_
#define ENLACE_ADAPTERS_GRPC_STATUS_TO_RPC_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"

namespace enlace::adapters {

// With the same google.rpc details that the gateway sends: reason, field, wait.
// client::FromRpc reads it back. Pure.
grpc::Status StatusToRpc(const absl::Status& status);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_GRPC_STATUS_TO_RPC_H_
