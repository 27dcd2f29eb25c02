// The roots that an agency trusts, kept as the gateway's authorities change.
#ifndef ENLACE_CLIENT_TRUST_BUNDLE_H_
#define ENLACE_CLIENT_TRUST_BUNDLE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/certificate.h"
#include "client/session.h"

namespace enlace::client {

// Fetches the gateway's trust bundle over the verified connection of `session`, which
// `keystore` authenticates, and says which one is trusted by now, so that the gateway
// knows when it may give up an old root. If it is another one, has a root that is
// trusted already, and the gateway is reached under it: installs it, reopens the
// connection, and says so again. Returns whether it was another one. Every repetition
// does no more than is left to do.
//   DATA_LOSS        the bundle is malformed or has none of our roots: nothing was
//                    installed; ask the gateway's administrator.
//   UNAVAILABLE      no answer, none under the new bundle yet, or the keystore could not
//                    be written: try again.
//   UNAUTHENTICATED  as every call.
absl::StatusOr<bool> UpdateTrustBundle(Session& session, certs::Keystore& keystore);

// SHA-256 of the bundle's PEM as the gateway makes it, 32 bytes. Pure.
std::string BundleDigest(const std::vector<certs::Certificate>& bundle);

// Whether both lists name a root in common. A bundle that forgot the root that we
// verified its sender with would lock us out, and nobody vouches for it. Pure.
bool HasRootOf(const std::vector<certs::Certificate>& bundle, const std::vector<certs::Certificate>& roots);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_TRUST_BUNDLE_H_
