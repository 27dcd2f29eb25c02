// Text forms that have exactly one spelling per value, so that two proofs of the
// same thing are the same bytes and nothing can hide in an odd spelling.
#ifndef ENLACE_GATEWAY_LEDGER_VERIFY_CANONICAL_TEXT_H_
#define ENLACE_GATEWAY_LEDGER_VERIFY_CANONICAL_TEXT_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::ledger {

// Standard base64 (RFC 4648 section 4) with padding.
//   INVALID_ARGUMENT  "<what>: ..." for any other spelling.
absl::StatusOr<std::string> ParseBase64(absl::string_view what, absl::string_view text);

// As above, of exactly 32 bytes.
absl::StatusOr<std::string> ParseHash(absl::string_view what, absl::string_view text);

// ASCII decimal without sign or leading zeroes.
//   INVALID_ARGUMENT  "<what>: ..." for any other spelling, or beyond 2^63 - 1.
absl::StatusOr<uint64_t> ParseDecimal(absl::string_view what, absl::string_view text);

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_VERIFY_CANONICAL_TEXT_H_
