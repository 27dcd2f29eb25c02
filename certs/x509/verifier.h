// Verification of a peer's certificate with a reason that a person understands.
#ifndef ENLACE_CERTS_X509_VERIFIER_H_
#define ENLACE_CERTS_X509_VERIFIER_H_

#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"

namespace enlace::certs {

enum class Purpose { kTlsClient, kTlsServer, kSealing };

// Verifies certificates against roots and the issuing authorities below them.
// Thread-safe, immutable.
class Verifier {
 public:
  // `roots` are trusted; `intermediates` help to build chains, since peers may
  // send their leaf alone. INVALID_ARGUMENT if there is no root.
  static absl::StatusOr<std::unique_ptr<Verifier>> New(std::vector<Certificate> roots,
                                                       std::vector<Certificate> intermediates);
  ~Verifier();

  // OK if `leaf` chains to a root at `now` and is for `purpose`. Otherwise
  // UNAUTHENTICATED (base::CertificateRefused) with the reason, checked in this
  // order, and a message that names subject, serial and remedy:
  //   CERTIFICATE_UNTRUSTED      another authority, a broken signature, a CA
  //                              certificate as leaf, or a weak key.
  //   CERTIFICATE_NOT_YET_VALID  now < not_before; names both times.
  //   CERTIFICATE_EXPIRED        now >= not_after; names both times.
  //   CERTIFICATE_WRONG_USAGE    not for `purpose`.
  //   CERTIFICATE_WRONG_NAME     a name outside the issuing authority's trust domain.
  absl::Status Verify(const Certificate& leaf, const std::vector<Certificate>& chain, Purpose purpose,
                      absl::Time now) const;

 private:
  struct Impl;
  explicit Verifier(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_VERIFIER_H_
