// The passphrase of a key, as a file holds it.
#ifndef ENLACE_GATEWAY_BASE_PASSPHRASE_H_
#define ENLACE_GATEWAY_BASE_PASSPHRASE_H_

#include <string>

#include "absl/status/statusor.h"
#include "gateway/base/secret.h"

namespace enlace::base {

// The first line of `file`, which has at most 4096 bytes; empty if `file` is.
//   as ReadFile  it cannot be read, or others than its owner can read it.
absl::StatusOr<Secret> ReadPassphrase(const std::string& file);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_PASSPHRASE_H_
