// A short code as the name of a file or folder.
#ifndef ENLACE_GATEWAY_BASE_SHORT_CODE_FOLDER_H_
#define ENLACE_GATEWAY_BASE_SHORT_CODE_FOLDER_H_

#include <string>

#include "absl/strings/string_view.h"

namespace enlace::base {

// In capitals, with "_" for the check characters * ~ $ =, which are no part of a
// name on Windows or mean something to a shell, and "-" for blanks. Two codes
// that differ only in such a check character do not both exist. Pure.
std::string ShortCodeFolder(absl::string_view short_code);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_SHORT_CODE_FOLDER_H_
