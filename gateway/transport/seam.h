// Where a gRPC call becomes a call of a handler, and a Status an answer.
#ifndef ENLACE_GATEWAY_TRANSPORT_SEAM_H_
#define ENLACE_GATEWAY_TRANSPORT_SEAM_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "gateway/base/clock.h"
#include "gateway/identity/caller.h"
#include "gateway/identity/identifier.h"
#include "gateway/transport/live_streams.h"
#include "gateway/transport/refusal_bound.h"

namespace enlace::transport {

// What all calls of one port have in common. Thread-safe; borrows everything.
struct Seam {
  // nullptr on the enrolment port, whose callers are all anonymous.
  const identity::Identifier* identifier = nullptr;
  LiveStreams* streams = nullptr;
  // Bounds the lines about certificates, by the time of `clock`.
  RefusalBound* refusals = nullptr;
  const base::Clock* clock = nullptr;
  // For a call that sets no deadline itself.
  absl::Duration default_deadline = absl::Seconds(30);
  // How often a quiet stream sends an empty message.
  absl::Duration heartbeat = absl::Seconds(30);
};

// Who calls, after the certificate that the peer proved to hold.
//   UNAUTHENTICATED            as Identifier::Identify says.
//   UNAVAILABLE SHUTTING_DOWN  the server stops.
absl::StatusOr<identity::Caller> Admit(const Seam& seam, const grpc::ServerContext& context);

// The same question for an open stream.
absl::Status MayGoOn(const Seam& seam, const identity::Caller& caller, const grpc::ServerContext& context);

// When the call must have its answer.
absl::Time EndOf(const Seam& seam, const grpc::ServerContext& context);

// The end of a call: what the client sees of `status`. A refusal goes into our
// log, once: defects of ours (INTERNAL, DATA_LOSS) as errors with their text,
// all others with reason, caller or certificate, and the peer's address.
// `request_type` names the method, since gRPC does not. Of refused certificates,
// which anybody can send without end, a bounded number is logged, and how many
// were not.
grpc::Status Finish(const Seam& seam, const grpc::ServerContext& context, absl::string_view request_type,
                    const identity::Caller& caller, const absl::Status& status);

// Logs how many refused certificates were left out.
void LogLeftOut(const std::vector<RefusalBound::LeftOut>& left_out);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SEAM_H_
