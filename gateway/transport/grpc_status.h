// absl::Status -> what a gRPC client sees.
#ifndef ENLACE_GATEWAY_TRANSPORT_GRPC_STATUS_H_
#define ENLACE_GATEWAY_TRANSPORT_GRPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "enlace/v1/error_reason.pb.h"

namespace enlace::transport {

// The reason that a peer is told: that of `status`, or INTERNAL where a code
// that means a defect of ours comes without one.
v1::ErrorReason PublicReasonOf(const absl::Status& status);

// The code unchanged. The message passes if base::IsTold(status), otherwise it
// is the fixed sentence of the reason. The details (grpc-status-details-bin)
// hold a google.rpc.Status with
//   ErrorInfo         reason without the prefix ERROR_REASON_, domain "enlace";
//   BadRequest        the field, for INVALID_ARGUMENT that names one;
//   RetryInfo         for UNAVAILABLE and RESOURCE_EXHAUSTED;
//   LocalizedMessage  in es and in pt-BR.
// What is not told depends on nothing but code and reason, so that an unknown
// resource and one that the caller may not know of give the same bytes.
grpc::Status ToGrpcStatus(const absl::Status& status);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_GRPC_STATUS_H_
