// Whether the sealed alert says what the clear fields beside it say.
#ifndef ENLACE_CLIENT_WARNING_AGREEMENT_H_
#define ENLACE_CLIENT_WARNING_AGREEMENT_H_

#include "absl/status/status.h"
#include "client/warning/cap_alert.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::client {

// The gateway routes and reminds by the clear fields and could show others than the
// issuer sent; the alert is under the issuer's signature. Times count to the second.
//   DATA_LOSS  they differ; the message names what. Act on neither before the issuer
//              was asked.
absl::Status CheckAgreement(const v1::Warning& warning, const CapAlert& alert);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_WARNING_AGREEMENT_H_
