// What Seal and Open agree on beyond CMS. docs/sealing.md explains it.
#ifndef ENLACE_CERTS_SEAL_SEAL_FORMAT_H_
#define ENLACE_CERTS_SEAL_SEAL_FORMAT_H_

namespace enlace::certs {

// The signed attribute that holds the serialised SealBinding in an OCTET STRING:
// the UUID e9750bac-2963-4cc2-a0ad-fdbe3cbfa7c9 below 2.25 (ITU-T X.667).
inline constexpr char kBindingOid[] = "2.25.310317858496892497389882076334408050633";

// The inner SignedData carries the sender's certificate and its issuer's.
inline constexpr int kCarriedCertificates = 2;

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_SEAL_SEAL_FORMAT_H_
