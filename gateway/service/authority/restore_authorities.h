// The authorities' states at the start.
#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_RESTORE_AUTHORITIES_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_RESTORE_AUTHORITIES_H_

#include "absl/status/status.h"
#include "gateway/service/core.h"

namespace enlace::service {

// Brings the states that are on record into core.authority. At the very first start
// nothing is: then the authority that the folder holds itself is recorded as ISSUING,
// and this waits for it.
// If the key of the authority that issues is not there, that is logged and nothing is
// issued; the server's certificate comes from another one under a trusted root.
//   FAILED_PRECONDITION  nor is there such another one: do not serve; the message says
//                        which authority is meant.
//   UNAVAILABLE          the store, or nothing was written: do not serve.
//   DATA_LOSS            the store is damaged.
absl::Status RestoreAuthorities(const Core& core);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_RESTORE_AUTHORITIES_H_
