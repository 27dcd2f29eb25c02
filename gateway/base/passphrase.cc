#include "gateway/base/passphrase.h"

#include <algorithm>
#include <utility>

#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::base {

absl::StatusOr<Secret> ReadPassphrase(const std::string& file) {
  if (file.empty()) return Secret();
  ASSIGN_OR_RETURN(std::string text, ReadFile(file, 4096, Links::kFollowPrivate));
  text.resize(std::min(text.size(), text.find_first_of("\r\n")));
  return Secret(std::move(text));
}

}  // namespace enlace::base
