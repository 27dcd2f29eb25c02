// The URI SAN of a certificate, taken apart.
#ifndef ENLACE_CLIENT_IDENTITY_URI_H_
#define ENLACE_CLIENT_IDENTITY_URI_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace enlace::client {

// Who a certificate speaks for: an agency's unit or an administrator.
struct Identity {
  std::string trust_domain;
  std::string agency_id;      // Empty for administrators.
  std::string unit_id;        // Empty for administrators.
  std::string administrator;  // Empty for agencies.
  bool is_administrator() const { return !administrator.empty(); }
};

// Reads spiffe://<trust domain>/agency/<id>/<unit> and .../admin/<name>.
//   INVALID_ARGUMENT naming uri: of neither form.
absl::StatusOr<Identity> ParseIdentity(absl::string_view uri);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_IDENTITY_URI_H_
