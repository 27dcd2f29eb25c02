#include "client/address.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

constexpr char kForm[] = "must be host:port, for example enlace.example.gob:7444";

bool IsHost(absl::string_view host, bool bracketed) {
  if (host.empty() || host.size() > 253) return false;
  for (const char c : host) {
    const bool ok = absl::ascii_isalnum(c) || c == '.' || c == '-' || c == '_' || (bracketed && c == ':');
    if (!ok) return false;
  }
  return true;
}

}  // namespace

std::string Address::ToText() const {
  return absl::StrContains(host, ':') ? absl::StrCat("[", host, "]:", port) : absl::StrCat(host, ":", port);
}

absl::StatusOr<Address> ParseAddress(absl::string_view field, absl::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == absl::string_view::npos) return base::InvalidField(field, kForm);
  absl::string_view host = text.substr(0, colon);
  const bool bracketed = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (bracketed) host = host.substr(1, host.size() - 2);
  uint32_t port = 0;
  const absl::string_view digits = text.substr(colon + 1);
  const bool number = !digits.empty() && absl::ascii_isdigit(digits[0]) && absl::SimpleAtoi(digits, &port);
  if (!number || port == 0 || port > 65535 || !IsHost(host, bracketed)) {
    return base::InvalidField(field, kForm);
  }
  return Address{std::string(host), static_cast<uint16_t>(port)};
}

}  // namespace enlace::client
