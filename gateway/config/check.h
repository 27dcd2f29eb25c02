// Checks every setting of the gateway, after defaults were filled in.
#ifndef ENLACE_GATEWAY_CONFIG_CHECK_H_
#define ENLACE_GATEWAY_CONFIG_CHECK_H_

#include <functional>
#include <string>

#include "absl/status/status.h"
#include "enlace/config/v1/gateway_config.pb.h"

namespace enlace::config {

// INVALID_ARGUMENT "<origin>: <path>: <problem>" for the first setting that the
// gateway could not run with; `origin` tells where a path's value comes from.
absl::Status CheckGatewayConfig(const v1::GatewayConfig& config,
                                const std::function<std::string(const std::string& path)>& origin);

}  // namespace enlace::config

#endif  // ENLACE_GATEWAY_CONFIG_CHECK_H_
