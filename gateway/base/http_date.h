// The date as HTTP has it.
#ifndef ENLACE_GATEWAY_BASE_HTTP_DATE_H_
#define ENLACE_GATEWAY_BASE_HTTP_DATE_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace enlace::base {

// IMF-fixdate of RFC 9110, 5.6.7: Mon, 23 Nov 2026 23:17:03 GMT.
std::string HttpDate(absl::Time time);

// Reads it; the two obsolete forms are not taken. INVALID_ARGUMENT otherwise.
absl::StatusOr<absl::Time> ParseHttpDate(absl::string_view text);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_HTTP_DATE_H_
