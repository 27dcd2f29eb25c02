// The file in which a running gateway says where it listens.
#ifndef ENLACE_CLIENT_ENLACECTL_PORTS_FILE_H_
#define ENLACE_CLIENT_ENLACECTL_PORTS_FILE_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::client {

// The port of `listener` ("mutual", "enrollment", ...) in <state_folder>/ports, a line
// "<listener>: <port>" for each.
//   NOT_FOUND    there is no such line.
//   as ReadFile  there is no such file: the gateway has not served yet.
absl::StatusOr<uint16_t> PortOf(const std::string& state_folder, absl::string_view listener);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_PORTS_FILE_H_
