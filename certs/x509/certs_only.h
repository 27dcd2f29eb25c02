// Certificates without anything signed, as EST and other tools pass them on.
#ifndef ENLACE_CERTS_X509_CERTS_ONLY_H_
#define ENLACE_CERTS_X509_CERTS_ONLY_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "certs/x509/certificate.h"

namespace enlace::certs {

// DER of a PKCS#7 SignedData with these certificates, no content and no signer:
// the certs-only form of RFC 5272, section 4.1. Thread-safe.
//   INTERNAL  there is no certificate, or no memory.
absl::StatusOr<std::string> MakeCertsOnly(const std::vector<Certificate>& certificates);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_CERTS_ONLY_H_
