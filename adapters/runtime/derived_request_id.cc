#include "adapters/runtime/derived_request_id.h"

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/digest.h"

namespace enlace::adapters {

std::string DerivedRequestId(absl::string_view agency_id, absl::string_view act, absl::string_view about) {
  constexpr absl::string_view kNul("\0", 1);
  std::string raw =
      base::Sha256({"enlace/adapter-request/v1", kNul, agency_id, kNul, act, kNul, about}).substr(0, 16);
  raw[6] = static_cast<char>((raw[6] & 0x0f) | 0x40);
  raw[8] = static_cast<char>((raw[8] & 0x3f) | 0x80);
  const std::string hex = absl::BytesToHexString(raw);
  return absl::StrCat(hex.substr(0, 8), "-", hex.substr(8, 4), "-", hex.substr(12, 4), "-", hex.substr(16, 4),
                      "-", hex.substr(20));
}

}  // namespace enlace::adapters
