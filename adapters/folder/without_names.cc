#include "adapters/folder/without_names.h"

#include <algorithm>

#include "absl/strings/cord.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

namespace enlace::adapters::folder {

absl::Status WithoutNames(const absl::Status& status, absl::Span<const std::string> folders) {
  const absl::string_view message = status.message();
  size_t end = absl::string_view::npos;  // Of the folder that is named first.
  for (const std::string& folder : folders) {
    const size_t at = message.find(absl::StrCat(folder, "/"));
    if (at != absl::string_view::npos) end = std::min(end, at + folder.size());
  }
  if (end == absl::string_view::npos) return status;
  const size_t reason = message.rfind(": ");
  const bool has_reason = reason != absl::string_view::npos && reason > end;
  absl::Status out(status.code(), absl::StrCat(message.substr(0, end),
                                               has_reason ? message.substr(reason) : absl::string_view()));
  status.ForEachPayload(
      [&out](absl::string_view url, const absl::Cord& payload) { out.SetPayload(url, payload); });
  return out;
}

}  // namespace enlace::adapters::folder
