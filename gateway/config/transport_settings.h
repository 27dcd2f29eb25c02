// The settings of the door: what each one is by itself, and what it may be.
#ifndef ENLACE_GATEWAY_CONFIG_TRANSPORT_SETTINGS_H_
#define ENLACE_GATEWAY_CONFIG_TRANSPORT_SETTINGS_H_

#include <functional>
#include <map>
#include <string>

#include "absl/status/status.h"
#include "enlace/config/v1/gateway_config.pb.h"

namespace enlace::config {

// Path of each setting below `transport` that has a value without anybody's
// saying -> that value, as a file would have it.
const std::map<std::string, std::string>& TransportDefaults();

// INVALID_ARGUMENT "<origin>: <path>: <problem>" for the first setting below
// `transport` that the gateway could not run with: out of its range, or at odds
// with another one. Expects defaults to be filled in; a limit that nobody set
// counts as 0 and is refused, so that none is absent by mistake.
absl::Status CheckTransport(const v1::GatewayConfig& config,
                            const std::function<std::string(const std::string& path)>& origin);

}  // namespace enlace::config

#endif  // ENLACE_GATEWAY_CONFIG_TRANSPORT_SETTINGS_H_
