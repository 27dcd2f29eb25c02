// CAP 1.2 as XML: written, and read under limits. The only user of libxml2.
#ifndef ENLACE_CLIENT_WARNING_CAP_DOCUMENT_H_
#define ENLACE_CLIENT_WARNING_CAP_DOCUMENT_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "client/warning/cap_alert.h"

namespace enlace::client {

// Of a document, in bytes.
inline constexpr size_t kMaxAlertBytes = 256 << 10;

// The alert as a document in UTF-8, valid by the schema.
//   INVALID_ARGUMENT  a text holds what XML cannot, is no UTF-8, or the whole is
//                     too long; the message says what.
absl::StatusOr<std::string> FormatAlert(const CapAlert& alert);

// Reads a document of foreign origin. It must be UTF-8, valid by the schema of
// OASIS, and of this profile: with a language of its own in every info, and urgency,
// severity, certainty, times, area and parameters the same in each. No entity is
// declared or replaced, nothing is fetched from anywhere, and depth and size are
// bounded. Thread-safe.
//   INVALID_ARGUMENT  it is not; the message says what and where, without content.
absl::StatusOr<CapAlert> ParseAlert(absl::string_view document);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_WARNING_CAP_DOCUMENT_H_
