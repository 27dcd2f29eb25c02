// What every TLS connection of the process must obey.
#ifndef ENLACE_CERTS_X509_TLS_POLICY_H_
#define ENLACE_CERTS_X509_TLS_POLICY_H_

#include "absl/status/status.h"

namespace enlace::certs {

// Sets OpenSSL's process-wide defaults: TLS 1.3 only, no session tickets, no
// resumption, AES-256-GCM, AES-128-GCM and ChaCha20. Call once in main, before
// the first TLS object is made; gRPC has no API for any of it. Idempotent.
//   INTERNAL   OpenSSL did not take the policy: do not serve.
absl::Status ApplyTlsPolicy();

// Makes two in-memory ends with the process's defaults and checks that they
// speak TLS 1.3, refuse 1.2 and issue no ticket. INTERNAL if not: do not serve.
absl::Status CheckTlsPolicy();

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_TLS_POLICY_H_
