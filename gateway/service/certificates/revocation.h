// Revoking a certificate and taking that back: pure, on its row.
#ifndef ENLACE_GATEWAY_SERVICE_CERTIFICATES_REVOCATION_H_
#define ENLACE_GATEWAY_SERVICE_CERTIFICATES_REVOCATION_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/v1/certificate.pb.h"

namespace enlace::service {

// Marks the certificate as revoked at `now`; it can be taken back for `undo_window`.
// False if it was revoked before: the first revocation stands. Pure.
bool MarkRevoked(v1::RevocationReason reason, absl::Time now, absl::Duration undo_window,
                 v1::Certificate* certificate);

// Takes the revocation back. A certificate that is good stays as it is. Pure.
//   FAILED_PRECONDITION  REVOCATION_FINAL: the time for that is over.
absl::Status MarkReinstated(absl::Time now, v1::Certificate* certificate);

// CRLReason (RFC 5280, 5.3.1) of a revoked certificate: certificateHold as long as
// it can be taken back, then the reason that was given. Pure.
int CrlReasonOf(v1::RevocationReason reason, absl::Time undo_until, absl::Time now);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_CERTIFICATES_REVOCATION_H_
