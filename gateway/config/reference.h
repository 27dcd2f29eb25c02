// The reference page of all configuration files, made from the contract itself.
#ifndef ENLACE_GATEWAY_CONFIG_REFERENCE_H_
#define ENLACE_GATEWAY_CONFIG_REFERENCE_H_

#include <string>

#include "absl/status/statusor.h"

namespace enlace::config {

// docs/configuration.md. The fields and their types come from the compiled
// descriptors, the words from the comments in `protos_folder`/enlace/config/v1,
// which descriptors do not carry.
//   NOT_FOUND            a .proto file is not there.
//   FAILED_PRECONDITION  a field or message has no comment; the text names it.
absl::StatusOr<std::string> ConfigReference(const std::string& protos_folder);

}  // namespace enlace::config

#endif  // ENLACE_GATEWAY_CONFIG_REFERENCE_H_
