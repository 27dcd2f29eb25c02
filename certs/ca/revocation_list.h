// X.509 certificate revocation lists, for systems that want one. The gateway
// itself decides by its own records.
#ifndef ENLACE_CERTS_CA_REVOCATION_LIST_H_
#define ENLACE_CERTS_CA_REVOCATION_LIST_H_

#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/ca/authority.h"

namespace enlace::certs {

// A CRL v2 in DER by `issuer`, with number and authorityKeyIdentifier.
//   INVALID_ARGUMENT  a serial is not hexadecimal, or a reason not of RFC 5280.
absl::StatusOr<std::string> BuildRevocationList(const std::vector<RevokedEntry>& revoked, uint64_t number,
                                                absl::Time this_update, absl::Time next_update,
                                                const Certificate& issuer, const PrivateKey& key);

// The number of a CRL in DER (RFC 5280, 5.2.3).
//   INVALID_ARGUMENT  it is no CRL, or has no number of at most 63 bits.
absl::StatusOr<uint64_t> RevocationListNumber(absl::string_view der);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_REVOCATION_LIST_H_
