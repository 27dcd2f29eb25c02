#include "client/enlacectl/ports_file.h"

#include <limits>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::client {

absl::StatusOr<uint16_t> PortOf(const std::string& state_folder, absl::string_view listener) {
  const std::string file = absl::StrCat(state_folder, "/ports");
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(file, 4096));
  for (const absl::string_view line : absl::StrSplit(text, '\n')) {
    const std::pair<absl::string_view, absl::string_view> parts =
        absl::StrSplit(line, absl::MaxSplits(": ", 1));
    uint32_t port = 0;
    if (parts.first == listener && absl::SimpleAtoi(parts.second, &port) &&
        port <= std::numeric_limits<uint16_t>::max()) {
      return static_cast<uint16_t>(port);
    }
  }
  return absl::NotFoundError(absl::StrCat(file, ": does not name ", listener));
}

}  // namespace enlace::client
