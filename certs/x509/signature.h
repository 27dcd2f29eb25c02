// Signatures over bytes with the keys of certificates: ECDSA with P-256 and
// SHA-256, in DER.
#ifndef ENLACE_CERTS_X509_SIGNATURE_H_
#define ENLACE_CERTS_X509_SIGNATURE_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/x509/private_key.h"

namespace enlace::certs {

// A signature of `data`; another one each time. Thread-safe.
absl::StatusOr<std::string> Sign(const PrivateKey& key, absl::string_view data);

// OK if the owner of the public key signed `data`. `spki_der` is a DER
// SubjectPublicKeyInfo, as Certificate and PrivateKey give it. Thread-safe.
//   INVALID_ARGUMENT  the key is not P-256.
//   DATA_LOSS         the signature is malformed, of other data or by another key.
absl::Status VerifySignature(absl::string_view spki_der, absl::string_view data, absl::string_view signature);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_SIGNATURE_H_
