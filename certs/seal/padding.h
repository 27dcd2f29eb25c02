// Padding of content to one of a few sizes.
#ifndef ENLACE_CERTS_SEAL_PADDING_H_
#define ENLACE_CERTS_SEAL_PADDING_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::certs {

// Eight bytes of length (big-endian), the content, zeros up to the smallest
// bucket that holds it. INVALID_ARGUMENT if it is larger than kMaxContent.
absl::StatusOr<std::string> Pad(absl::string_view content);

// The content. DATA_LOSS unless Pad would have made exactly these bytes.
absl::StatusOr<std::string> Unpad(absl::string_view padded);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_SEAL_PADDING_H_
