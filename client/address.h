// host:port, as people write it.
#ifndef ENLACE_CLIENT_ADDRESS_H_
#define ENLACE_CLIENT_ADDRESS_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::client {

struct Address {
  std::string host;  // Name or IP address, without brackets.
  uint16_t port = 0;
  // host:port, with brackets around an IPv6 address.
  std::string ToText() const;
};

// Reads name:port, 192.0.2.1:port or [2001:db8::1]:port.
//   INVALID_ARGUMENT naming `field`: not of this form.
absl::StatusOr<Address> ParseAddress(absl::string_view field, absl::string_view text);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ADDRESS_H_
