#include "client/session.h"

#include <grpc/support/time.h>

#include <algorithm>

namespace enlace::client {

absl::Status Session::Retry(const CallOptions& options,
                            const std::function<grpc::Status(grpc::ClientContext&)>& attempt) {
  const absl::Time end = clock_.Now() + options.deadline;
  for (int number = 1;; ++number) {
    const absl::Duration limit = std::min(options.attempt_timeout, end - clock_.Now());
    grpc::ClientContext context;
    // Counted by gRPC on the monotonic clock: setting the machine's clock must
    // neither end a call nor make it endless.
    context.set_deadline(gpr_time_add(gpr_now(GPR_CLOCK_MONOTONIC),
                                      gpr_time_from_millis(absl::ToInt64Milliseconds(limit), GPR_TIMESPAN)));
    const absl::Status status = FromRpc(attempt(context));
    if (status.ok() || !IsTransient(status, options.may_repeat)) return status;
    const absl::Duration delay = DelayAfter(options.retry, status, number, Chance(random_));
    if (clock_.Now() + delay >= end) return status;
    if (!sleeper_.Sleep(delay)) return absl::CancelledError("stopped while waiting to try again");
  }
}

}  // namespace enlace::client
