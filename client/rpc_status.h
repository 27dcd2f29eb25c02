// What a call came back with, as an absl::Status that keeps the public reason.
#ifndef ENLACE_CLIENT_RPC_STATUS_H_
#define ENLACE_CLIENT_RPC_STATUS_H_

#include <grpcpp/support/status.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace enlace::client {

// Why no connection came to be. Told apart because each has its own remedy.
enum class ConnectionProblem {
  kNone = 0,
  kNameUnknown,      // DNS does not know the host.
  kRefused,          // Nothing listens there, or a firewall says no.
  kUnreachable,      // No answer, no route, timed out.
  kUntrustedServer,  // Its chain leads to no root of ours, or it expired.
  kWrongServerName,  // Its certificate is for other names.
  kTlsFailed,        // The handshake broke in another way.
  kBroken,           // It was there and went away.
};

// The canonical code, the ErrorReason as base::ReasonOf reads it, the field as
// base::FieldOf reads it, the RetryInfo as RetryDelayOf and the connection's
// problem as ConnectionProblemOf read them. OK stays OK. A status without
// google.rpc details keeps its code and message.
absl::Status FromRpc(const grpc::Status& status);

// How long the gateway asks to wait; nothing if it does not say. Never negative,
// at most an hour.
absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status);

ConnectionProblem ConnectionProblemOf(const absl::Status& status);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_RPC_STATUS_H_
