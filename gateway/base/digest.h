// SHA-256 and HMAC-SHA256 over strings of bytes.
#ifndef ENLACE_GATEWAY_BASE_DIGEST_H_
#define ENLACE_GATEWAY_BASE_DIGEST_H_

#include <cstddef>
#include <initializer_list>
#include <string>

#include "absl/strings/string_view.h"

namespace enlace::base {

inline constexpr size_t kSha256Size = 32;

// SHA-256 (FIPS 180-4) of `data`, 32 bytes.
std::string Sha256(absl::string_view data);

// SHA-256 of the parts one after another, without copying them together.
std::string Sha256(std::initializer_list<absl::string_view> parts);

// HMAC-SHA256 (RFC 2104), 32 bytes.
std::string HmacSha256(absl::string_view key, absl::string_view data);

// HKDF-SHA256 (RFC 5869) with an empty salt, `size` bytes (at most 8,160).
std::string HkdfSha256(absl::string_view key, absl::string_view info, size_t size);

// Whether two strings are equal, in a time that depends on their sizes only.
bool ConstantTimeEquals(absl::string_view a, absl::string_view b);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_DIGEST_H_
