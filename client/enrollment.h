// How an agency comes by its certificates and keeps them valid.
#ifndef ENLACE_CLIENT_ENROLLMENT_H_
#define ENLACE_CLIENT_ENROLLMENT_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/keystore/keystore.h"
#include "client/session.h"
#include "enlace/v1/enrollment_service.pb.h"
#include "enlace/v1/receipt.pb.h"

namespace enlace::client {

// What came of it. A plain value.
struct Enrolled {
  std::string uri;
  absl::Time not_after;
  absl::Time renew_after;
  v1::Receipt receipt;
};

struct EnrollOptions {
  // Where to connect instead of the token's address (a tunnel, say), and the
  // name that the server's certificate must have; empty keeps the token's.
  std::string address;
  std::string server_name;
  CallOptions call;
};

// Makes keys, spends the token for certificates, checks that they are for these
// keys and this name and chain to the token's root, and puts them into
// `keystore`. Pins the keys of the gateway's logs. A keystore that holds an
// identity of the same name gets new certificates and keeps its old sealing keys.
//   INVALID_ARGUMENT     the token is damaged.
//   FAILED_PRECONDITION  the keystore holds another identity.
//   PERMISSION_DENIED    TOKEN_REFUSED (or what code the gateway chose): ask for
//                        a new token.
//   DATA_LOSS            the gateway's answer does not fit; nothing is installed.
//   UNAVAILABLE          no connection, or the keystore could not be written. If
//                        the token was spent meanwhile, the next try is refused
//                        and takes a new one.
absl::StatusOr<Enrolled> Enroll(absl::string_view token_text, certs::Keystore& keystore,
                                const base::Clock& clock, base::Random& random, Sleeper& sleeper,
                                const EnrollOptions& options = {});

// What is past two thirds of its life.
struct RenewalNeed {
  bool tls = false;
  bool sealing = false;
  bool any() const { return tls || sealing; }
};

// Pure. A keystore without identity needs none: it must enrol.
RenewalNeed NeedsRenewal(const certs::Keystore& keystore, absl::Time now);

// Takes new certificates over `session`, which `keystore` authenticates: a new
// TLS key always, a new sealing key where `new_sealing_key` says so. Checks,
// installs, and reopens the session's connection with the new identity.
//   UNAUTHENTICATED  too late: the certificate expired or was revoked; enrol.
//   DATA_LOSS, UNAVAILABLE  as Enroll; the old identity stays in use.
absl::StatusOr<Enrolled> Renew(Session& session, certs::Keystore& keystore, bool new_sealing_key);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENROLLMENT_H_
