// absl::Status -> what a peer sees, whichever protocol carries it.
#ifndef ENLACE_GATEWAY_TRANSPORT_RPC_STATUS_ENCODING_H_
#define ENLACE_GATEWAY_TRANSPORT_RPC_STATUS_ENCODING_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/v1/error_reason.pb.h"
#include "google/rpc/status.pb.h"

namespace enlace::transport {

// The reason that a peer is told: that of `status`, or INTERNAL where a code
// that means a defect of ours comes without one.
v1::ErrorReason PublicReasonOf(const absl::Status& status);

// The code unchanged. The message passes if base::IsTold(status), otherwise it
// is the fixed sentence of the reason. The details are
//   ErrorInfo         reason without the prefix ERROR_REASON_, domain "enlace";
//   BadRequest        the field, for INVALID_ARGUMENT that names one;
//   RetryInfo         for UNAVAILABLE and RESOURCE_EXHAUSTED, but for a message
//                     that is too large;
//   LocalizedMessage  in es and in pt-BR.
// What is not told depends on nothing but code and reason, so that an unknown
// resource and one that the caller may not know of give the same bytes. Empty for
// OK. Thread-safe.
google::rpc::Status EncodeStatus(const absl::Status& status);

// How long a peer should wait before it calls again, in whole seconds: what
// RetryInfo says, for those protocols that say it once more in a field of their
// own. None where waiting does not help.
absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

// RESOURCE_EXHAUSTED, told: a message of the peer's has more than `limit_bytes`.
// Sent again it would fail again, so that it carries no RetryInfo.
absl::Status MessageTooLarge(size_t limit_bytes);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_RPC_STATUS_ENCODING_H_
