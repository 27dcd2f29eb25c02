// PKCS#10 certificate signing requests.
#ifndef ENLACE_CERTS_X509_SIGNING_REQUEST_H_
#define ENLACE_CERTS_X509_SIGNING_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/x509/private_key.h"

namespace enlace::certs {

// What a request asks for, after its signature was checked.
struct SigningRequest {
  std::string uri;       // The one URI SAN; empty if it asks for none and need not.
  std::string spki_der;  // Key to certify.
  std::string key_id;    // SHA-256 of spki_der, 32 bytes.
};

// DER of a request for `uri`, signed with `key`.
absl::StatusOr<std::string> MakeSigningRequest(const PrivateKey& key, absl::string_view uri);

// Whether a request must name its holder. Many tools cannot write a URI SAN; some
// leave an empty list of names where they failed to.
enum class HolderName { kRequired, kOptional };

// Parses and checks a request against the policy: at most 4 KiB of DER, a valid
// self-signature, a P-256 key, exactly one SAN, and that a URI; with kOptional
// also no SAN at all. The subject and all other attributes (a challengePassword)
// are passed over: nothing of them gets into a certificate.
//   INVALID_ARGUMENT with CSR_REFUSED: `field` and what is wrong with it.
absl::StatusOr<SigningRequest> ParseSigningRequest(absl::string_view field, absl::string_view der,
                                                   HolderName name = HolderName::kRequired);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_SIGNING_REQUEST_H_
