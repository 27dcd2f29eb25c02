// How an issuing authority asks the root for its certificate: PKCS#10 (RFC 2986).
#ifndef ENLACE_CERTS_CA_ISSUING_REQUEST_H_
#define ENLACE_CERTS_CA_ISSUING_REQUEST_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/x509/private_key.h"

namespace enlace::certs {

// What such a request asks for, after its signature was checked.
struct IssuingRequest {
  std::string common_name;
  std::string trust_domain;  // The one host of URI names that it may certify.
  std::string spki_der;      // Key to certify.
  std::string key_id;        // SHA-256 of spki_der, 32 bytes.
};

// A request in PEM, signed with `key`, that asks for the name constraint of
// `trust_domain`.
//   INVALID_ARGUMENT  the trust domain is not a DNS name in small letters.
absl::StatusOr<std::string> MakeIssuingRequest(const PrivateKey& key, const std::string& trust_domain);

// Parses and checks a request in PEM: at most 8 KiB, a valid signature by the key that
// is to be certified, P-256, our name, and as its only extension our name constraint.
//   INVALID_ARGUMENT  what is wrong with it.
absl::StatusOr<IssuingRequest> ParseIssuingRequest(absl::string_view pem);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_ISSUING_REQUEST_H_
