#include "client/retry_policy.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "absl/time/clock.h"
#include "client/rpc_status.h"
#include "enlace/v1/error_reason.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

// Whether the connection failed in a way that only people can mend. A handshake
// that broke is none: a gateway that restarts breaks those under way.
bool NeedsPeople(ConnectionProblem problem) {
  return problem == ConnectionProblem::kUntrustedServer || problem == ConnectionProblem::kWrongServerName;
}

// Whether the call surely changed nothing at the gateway.
bool ReachedNoStore(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  if (reason == v1::ERROR_REASON_STORE_UNAVAILABLE || reason == v1::ERROR_REASON_SHUTTING_DOWN) return true;
  const ConnectionProblem problem = ConnectionProblemOf(status);
  return problem == ConnectionProblem::kNameUnknown || problem == ConnectionProblem::kRefused;
}

}  // namespace

bool IsTransient(const absl::Status& status, bool may_repeat) {
  switch (status.code()) {
    case absl::StatusCode::kUnavailable:
      if (NeedsPeople(ConnectionProblemOf(status))) return false;
      return may_repeat || ReachedNoStore(status);
    case absl::StatusCode::kResourceExhausted:
      return RetryDelayOf(status).has_value();
    case absl::StatusCode::kDeadlineExceeded:
      return may_repeat;
    default:
      return false;
  }
}

absl::Duration Backoff(const RetryPolicy& policy, int attempt, double chance) {
  const double growth = std::pow(policy.factor, std::max(attempt, 1) - 1);
  // Beyond the longest the exact number does not matter, and might overflow.
  const double full =
      std::min(absl::ToDoubleSeconds(policy.first) * growth, absl::ToDoubleSeconds(policy.longest));
  return absl::Seconds(full * (1.0 - policy.jitter * chance));
}

absl::Duration DelayAfter(const RetryPolicy& policy, const absl::Status& status, int attempt, double chance) {
  return std::max(Backoff(policy, attempt, chance), RetryDelayOf(status).value_or(absl::ZeroDuration()));
}

double Chance(base::Random& random) {
  uint32_t number = 0;
  for (const char c : random.Bytes(4)) number = (number << 8) | static_cast<uint8_t>(c);
  return number / 4294967296.0;
}

bool SystemSleeper::Sleep(absl::Duration duration) {
  absl::SleepFor(duration);
  return true;
}

}  // namespace enlace::client
