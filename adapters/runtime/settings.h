// The adapter's settings.
#ifndef ENLACE_ADAPTERS_RUNTIME_SETTINGS_H_
#define ENLACE_ADAPTERS_RUNTIME_SETTINGS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "client/retry_policy.h"
#include "enlace/config/v1/adapter_config.pb.h"

namespace enlace::adapters {

// Reads and checks a file; fills in defaults.
//   INVALID_ARGUMENT  "<file>:<line>: <field>: <problem>".
//   NOT_FOUND, PERMISSION_DENIED  naming the file.
absl::StatusOr<config::v1::AdapterConfig> LoadSettings(const std::string& path);

// How often the agency's system is looked at.
absl::Duration PollInterval(const config::v1::AdapterConfig& config);
// How waits after failures grow.
client::RetryPolicy RetryPolicyOf(const config::v1::AdapterConfig& config);
// How long something must rest before it is taken; zero where that means nothing.
absl::Duration QuietTime(const config::v1::AdapterConfig& config);

}  // namespace enlace::adapters

#endif  // ENLACE_ADAPTERS_RUNTIME_SETTINGS_H_
