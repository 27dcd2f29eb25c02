// The date as HTTP has it.
#ifndef ENLACE_GATEWAY_BASE_HTTP_DATE_H_
#define ENLACE_GATEWAY_BASE_HTTP_DATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace enlace::base {

// IMF-fixdate of RFC 9110, 5.6.7: Mon, 23 Nov 2026 23:17:03 GMT.
std::string HttpDate(absl::Time time);

// Reads what HttpDate writes: neither the two obsolete forms nor a leap second.
// INVALID_ARGUMENT otherwise.
absl::StatusOr<absl::Time> ParseHttpDate(absl::string_view text);

// The Date field in the head of an HTTP/1.1 answer (RFC 9110, 6.6.1), which may be
// cut off anywhere; nothing if there is none that can be read.
absl::optional<absl::Time> DateOfAnswer(absl::string_view answer);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_HTTP_DATE_H_
