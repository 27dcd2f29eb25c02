#include "adapters/runtime/cursor.h"

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/files.h"
#include "gateway/base/status_macros.h"

namespace enlace::adapters {

absl::StatusOr<Cursor> Cursor::Open(std::string path) {
  Cursor cursor(std::move(path));
  if (!base::FileExists(cursor.path_)) return cursor;
  ASSIGN_OR_RETURN(const std::string text, base::ReadFile(cursor.path_, 64));
  uint64_t position = 0;
  if (!absl::SimpleAtoi(absl::StripAsciiWhitespace(text), &position)) {
    return absl::DataLossError(absl::StrCat(
        cursor.path_, ": holds no feed position; restore it, or remove it to read the feed anew"));
  }
  cursor.position_ = position;
  return cursor;
}

absl::Status Cursor::Advance(uint64_t position) {
  if (position_.has_value() && position <= *position_) return absl::OkStatus();
  RETURN_IF_ERROR(base::WriteFileAtomically(path_, absl::StrCat(position, "\n")));
  position_ = position;
  return absl::OkStatus();
}

}  // namespace enlace::adapters
