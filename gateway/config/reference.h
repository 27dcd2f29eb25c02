// The reference pages of configuration files, made from the contract itself.
#ifndef ENLACE_GATEWAY_CONFIG_REFERENCE_H_
#define ENLACE_GATEWAY_CONFIG_REFERENCE_H_

#include <string>

#include "absl/status/statusor.h"

namespace enlace::config {

// docs/configuration.md: gateway and adapter. The fields and their types come from the compiled
// descriptors, the words from the comments in `protos_folder`/enlace/config/v1,
// which descriptors do not carry.
//   NOT_FOUND            a .proto file is not there.
//   FAILED_PRECONDITION  a field or message has no comment; the text names it.
absl::StatusOr<std::string> ConfigReference(const std::string& protos_folder);

// docs/mechanism_schema.md, in the same way, with the values of its enums from
// their own files. Errors as above.
absl::StatusOr<std::string> MechanismReference(const std::string& protos_folder);

}  // namespace enlace::config

#endif  // ENLACE_GATEWAY_CONFIG_REFERENCE_H_
