// The acts of a ceremony: a root on a machine without network, and issuing
// authorities whose keys never leave the gateway's machine or its token.
//
//   offline           gateway's machine
//   InitRoot
//                     RequestIssuing    -> issuing.csr
//   SignIssuing       <- issuing.csr    -> issuing.pem, root.pem
//                     InstallIssuing
#ifndef ENLACE_CERTS_CA_CEREMONY_H_
#define ENLACE_CERTS_CA_CEREMONY_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/ca/authority_files.h"
#include "certs/ca/issuing_request.h"
#include "certs/x509/certificate.h"
#include "gateway/base/random.h"

namespace enlace::certs {

// Where a key is to be.
struct KeyPlace {
  // PKCS#11 URI of a key on P-256 that the token's own tool has made; empty makes a
  // new key in a file.
  std::string token_uri;
  // Passphrase of the file or PIN of the token, and the token's module.
  KeyAccess access;
};

struct RootOptions {
  std::string folder;  // Made with mode 0700; must not hold an authority yet.
  std::string trust_domain;
  absl::Time now;
  absl::Duration life = absl::Hours(24 * 365 * 20);
  KeyPlace key;
};

// Makes root.pem with root.key or root.uri.
//   ALREADY_EXISTS    the folder holds a root; nothing is changed.
//   INVALID_ARGUMENT  the trust domain, or the token's URI or key.
//   UNAVAILABLE       a file could not be written; those written are removed.
//   NOT_FOUND, PERMISSION_DENIED  as LoadAuthorityKey, of the token.
absl::StatusOr<Certificate> InitRoot(const RootOptions& options, base::Random& random);

struct RequestOptions {
  std::string folder;  // Made with mode 0700; must not hold an issuing authority yet.
  std::string trust_domain;
  KeyPlace key;
};

// Makes issuing.csr with issuing.key or issuing.uri; returns what the request asks
// for. Fails as InitRoot.
absl::StatusOr<IssuingRequest> RequestIssuing(const RequestOptions& options);

struct SignOptions {
  std::string folder;        // Of the root.
  std::string request_pem;   // issuing.csr
  std::string trust_domain;  // As people say it; the request must ask for the same.
  absl::Time now;
  absl::Duration life = absl::Hours(24 * 365 * 3);  // Never beyond the root's end.
  KeyAccess root_key;
};

struct SignedIssuing {
  IssuingRequest request;
  Certificate root;
  // In a rehearsal it is signed by a key that was thrown away.
  Certificate issuing;
  // What was checked, in words for the record.
  std::vector<std::string> checks;
};

// Does everything that SignIssuing does with a root key that is thrown away: what the
// certificate would be, and whether it passes, before the root's key is touched.
//   INVALID_ARGUMENT     what is wrong with the request or with the certificate.
//   FAILED_PRECONDITION  the root is not valid at `now`.
//   NOT_FOUND, PERMISSION_DENIED  root.pem.
absl::StatusOr<SignedIssuing> RehearseIssuing(const SignOptions& options, base::Random& random);

// Rehearses, then signs with the root's key and checks the certificate again. Writes
// nothing.
//   As RehearseIssuing, and as LoadAuthorityKey of root.key or root.uri.
absl::StatusOr<SignedIssuing> SignIssuing(const SignOptions& options, base::Random& random);

struct InstallOptions {
  std::string folder;  // With the issuing key, as RequestIssuing left it.
  std::string root_pem;
  std::string issuing_pem;
  KeyAccess issuing_key;
};

struct Installed {
  Certificate root;
  Certificate issuing;
  std::vector<std::string> checks;
};

// Puts root.pem and issuing.pem beside the issuing key, all or none: from then on the
// folder is an authority.
//   ALREADY_EXISTS    the folder has certificates already.
//   INVALID_ARGUMENT  key, certificate and root do not belong together, or are not
//                     what they should be.
//   UNAVAILABLE       a file could not be written; nothing is left behind.
//   as LoadAuthorityKey
absl::StatusOr<Installed> InstallIssuing(const InstallOptions& options);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_CEREMONY_H_
