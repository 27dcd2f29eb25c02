// The gateway's settings: flags before environment before file before defaults.
#ifndef ENLACE_GATEWAY_CONFIG_GATEWAY_CONFIG_H_
#define ENLACE_GATEWAY_CONFIG_GATEWAY_CONFIG_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/statusor.h"
#include "absl/types/optional.h"
#include "enlace/config/v1/gateway_config.pb.h"

namespace enlace::config {

// Checked settings and where each one comes from. A plain value.
struct LoadedConfig {
  v1::GatewayConfig values;
  // By path, for example "mutual.port" -> "gateway.yaml:7",
  // "environment ENLACE_MUTUAL_PORT", "flag mutual.port" or "default".
  std::map<std::string, std::string> origins;
};

// What a variable holds; nothing if it is not set.
using EnvironmentLookup = std::function<absl::optional<std::string>(const std::string& name)>;

// The process's own environment.
absl::optional<std::string> ProcessEnvironment(const std::string& name);

// Loads, overlays, fills in defaults and checks.
//
// `path` may be empty: then everything comes from elsewhere. A variable is named
// ENLACE_ and the setting's path in capitals with underscores (mutual.port ->
// ENLACE_MUTUAL_PORT); an empty one counts as not set. `flags` goes by path. A
// list in a variable or flag replaces the file's and is separated by commas.
//   INVALID_ARGUMENT  "<origin>: <path>: <problem>", where the origin is file and
//                     line, variable or flag. Nothing is started with it.
//   NOT_FOUND, PERMISSION_DENIED, RESOURCE_EXHAUSTED  as base::ReadFile.
absl::StatusOr<LoadedConfig> LoadGatewayConfig(const std::string& path, const EnvironmentLookup& environment,
                                               const std::map<std::string, std::string>& flags);

// One line per setting, "<path>: <value>  # <origin>", itself a readable list
// for an administrator. Holds no secret: secrets are named by their files.
std::string ShowConfig(const LoadedConfig& loaded);

}  // namespace enlace::config

#endif  // ENLACE_GATEWAY_CONFIG_GATEWAY_CONFIG_H_
