// Statuses that may go into a log: the names of an agency's files are its
// officers' words, and often a person's name.
#ifndef ENLACE_ADAPTERS_FOLDER_WITHOUT_NAMES_H_
#define ENLACE_ADAPTERS_FOLDER_WITHOUT_NAMES_H_

#include <string>

#include "absl/status/status.h"
#include "absl/types/span.h"

namespace enlace::adapters::folder {

// `status` with what its message says of a file below one of `folders` cut down
// to the folder and the last clause, which is the reason: "/srv/salida: No space
// left on device". Code and payloads stay. Pure.
absl::Status WithoutNames(const absl::Status& status, absl::Span<const std::string> folders);

}  // namespace enlace::adapters::folder

#endif  // ENLACE_ADAPTERS_FOLDER_WITHOUT_NAMES_H_
