// What an adapter would send, without sending it.
#ifndef ENLACE_ADAPTERS_RUNTIME_DRY_RUN_H_
#define ENLACE_ADAPTERS_RUNTIME_DRY_RUN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "adapters/adapter.h"
#include "client/retry_policy.h"

namespace enlace::adapters {

// Looks at the system three times, a quiet time apart, and lists what the last
// look found: one line each with its kind and id, and the sums. No content. The
// driver puts aside what it cannot understand, as always; nothing is settled.
//   CANCELLED  the sleeper was told to stop.
//   others     as Adapter::Collect.
absl::StatusOr<std::string> DryRun(Adapter& driver, absl::Duration quiet_time, client::Sleeper& sleeper);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_DRY_RUN_H_
