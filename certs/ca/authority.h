// The certificate authority: an offline root and an online issuing authority.
#ifndef ENLACE_CERTS_CA_AUTHORITY_H_
#define ENLACE_CERTS_CA_AUTHORITY_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/ca/authority_files.h"
#include "certs/x509/certificate.h"
#include "certs/x509/signing_request.h"
#include "gateway/base/random.h"
#include "gateway/base/secret.h"

namespace enlace::certs {

struct InitOptions {
  std::string folder;        // Made with mode 0700; must not hold an authority yet.
  std::string trust_domain;  // Goes into names and name constraints.
  absl::Time now;
  absl::Duration root_life = absl::Hours(24 * 365 * 20);
  absl::Duration issuing_life = absl::Hours(24 * 365 * 3);
  base::Secret root_passphrase;     // Empty leaves root.key unencrypted.
  base::Secret issuing_passphrase;  // Empty leaves issuing.key unencrypted.
};

// Makes root.key, root.pem, issuing.key and issuing.pem in the folder (keys with
// mode 0600). The root signs the issuing authority only (pathlen 1, the issuing
// one 0). After it, move root.key to a machine without network.
//   ALREADY_EXISTS     the folder holds an authority; nothing is changed.
//   INVALID_ARGUMENT   the trust domain is not a DNS name in small letters.
//   UNAVAILABLE        a file could not be written; those written are removed.
absl::Status InitAuthority(const InitOptions& options, base::Random& random);

// A revoked certificate, as a CRL lists it.
struct RevokedEntry {
  std::string serial;  // Hexadecimal.
  absl::Time revoked_at;
  int reason = 0;  // RFC 5280 CRLReason.
};

// The issuing authority. Thread-safe.
class Authority {
 public:
  // Loads root.pem, issuing.pem and the issuing key, from issuing.key or from the
  // token that issuing.uri names. The root's key is not needed. `random` must outlive
  // the authority.
  //   NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT, UNAVAILABLE: naming the file,
  //   the problem (key does not match or others may read it, wrong passphrase or PIN,
  //   issuing not under root, no such token) and the remedy.
  static absl::StatusOr<std::unique_ptr<Authority>> Load(const std::string& folder, const KeyAccess& access,
                                                         base::Random& random);
  // The same where no token is meant.
  static absl::StatusOr<std::unique_ptr<Authority>> Load(const std::string& folder,
                                                         const base::Secret& passphrase,
                                                         base::Random& random);
  ~Authority();

  // A TLS client certificate for the request's key and URI: clientAuth,
  // digitalSignature, P-256, serial of 16 random bytes, not_before one minute
  // before `now` for clocks that lag, never beyond the issuing authority's end.
  // The three Issue methods fail with
  //   INVALID_ARGUMENT     a name outside the trust domain or malformed, a key
  //                        that is not P-256, or a life that is not positive.
  //   FAILED_PRECONDITION  the issuing authority is not valid at `now`.
  //   UNAVAILABLE          the token that holds the key does not sign.
  absl::StatusOr<Certificate> IssueTlsClient(const SigningRequest& request, absl::Time now,
                                             absl::Duration life) const;
  // A sealing certificate: keyAgreement and digitalSignature, emailProtection.
  absl::StatusOr<Certificate> IssueSealing(const SigningRequest& request, absl::Time now,
                                           absl::Duration life) const;
  // A TLS server certificate for the gateway's names (DNS or IP text).
  absl::StatusOr<Certificate> IssueTlsServer(const PrivateKey& key, const std::vector<std::string>& names,
                                             absl::Time now, absl::Duration life) const;
  // X.509 CRL v2 in DER. INVALID_ARGUMENT if a serial or a reason is malformed,
  // UNAVAILABLE as above.
  absl::StatusOr<std::string> MakeCrl(const std::vector<RevokedEntry>& revoked, uint64_t number,
                                      absl::Time now, absl::Duration life) const;

  const Certificate& root() const;
  const Certificate& issuing() const;
  // The trust domain that the issuing authority is constrained to.
  const std::string& trust_domain() const;

 private:
  struct Impl;
  explicit Authority(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_AUTHORITY_H_
