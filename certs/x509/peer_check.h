// Who decides about the certificate of a TLS peer, and which alert a refused
// peer is told.
#ifndef ENLACE_CERTS_X509_PEER_CHECK_H_
#define ENLACE_CERTS_X509_PEER_CHECK_H_

#include <openssl/ssl.h>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace enlace::certs {

// Decides within the handshake about the peer's certificate, in PEM; `connection`
// is the handshake's. OK: it goes on, and the peer must still prove to hold the
// key. Otherwise it ends with the alert of TLS (RFC 8446, 6.2) for the reason:
//   CERTIFICATE_EXPIRED                          certificate_expired
//   CERTIFICATE_REVOKED, AGENCY_SUSPENDED        certificate_revoked
//   CERTIFICATE_UNTRUSTED                        unknown_ca
//   CERTIFICATE_WRONG_USAGE                      unsupported_certificate
//   CERTIFICATE_WRONG_NAME, _NOT_YET_VALID       bad_certificate
//   CERTIFICATE_UNKNOWN and any other            certificate_unknown
// access_denied would say more of a suspension, but OpenSSL 3.0 has no error that
// leads to it. Not asked about a peer without certificate.
using PeerCheck = absl::Status (*)(SSL* connection, absl::string_view leaf_pem);

// Every handshake of `context` asks `check` instead of OpenSSL's own chain
// building, trust and revocation.
void CheckPeersBy(SSL_CTX* context, PeerCheck check);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_PEER_CHECK_H_
