#include "gateway/ledger/verify/canonical_text.h"

#include <limits>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"

namespace enlace::ledger {

absl::StatusOr<std::string> ParseBase64(absl::string_view what, absl::string_view text) {
  std::string bytes;
  // The decoder forgives blanks and missing padding; encoding again does not.
  if (!absl::Base64Unescape(text, &bytes) || absl::Base64Escape(bytes) != text) {
    return absl::InvalidArgumentError(absl::StrCat(what, ": is not canonical base64"));
  }
  return bytes;
}

absl::StatusOr<std::string> ParseHash(absl::string_view what, absl::string_view text) {
  ASSIGN_OR_RETURN(std::string bytes, ParseBase64(what, text));
  if (bytes.size() != base::kSha256Size) {
    return absl::InvalidArgumentError(absl::StrCat(what, ": is not a hash of 32 bytes"));
  }
  return bytes;
}

absl::StatusOr<uint64_t> ParseDecimal(absl::string_view what, absl::string_view text) {
  uint64_t value = 0;
  if (!absl::SimpleAtoi(text, &value) || absl::StrCat(value) != text ||
      value > static_cast<uint64_t>(std::numeric_limits<int64_t>::max())) {
    return absl::InvalidArgumentError(absl::StrCat(what, ": is not a decimal number without leading zeroes"));
  }
  return value;
}

}  // namespace enlace::ledger
