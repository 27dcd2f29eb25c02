#include "client/identity_uri.h"

#include <vector>

#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"

namespace enlace::client {

absl::StatusOr<Identity> ParseIdentity(absl::string_view uri) {
  const absl::Status refused =
      base::InvalidField("uri", "must be spiffe://<domain>/agency/<agency>/<unit> or .../admin/<name>");
  absl::string_view rest = uri;
  if (!absl::ConsumePrefix(&rest, "spiffe://")) return refused;
  const std::vector<std::string> parts = absl::StrSplit(rest, '/');
  if (parts.size() < 3 || parts[0].empty() || !base::CheckName("uri", parts[2]).ok()) return refused;
  Identity identity;
  identity.trust_domain = parts[0];
  if (parts.size() == 3 && parts[1] == "admin") {
    identity.administrator = parts[2];
    return identity;
  }
  if (parts.size() == 4 && parts[1] == "agency" && base::CheckName("uri", parts[3]).ok()) {
    identity.agency_id = parts[2];
    identity.unit_id = parts[3];
    return identity;
  }
  return refused;
}

}  // namespace enlace::client
