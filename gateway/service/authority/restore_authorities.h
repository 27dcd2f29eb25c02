// The authorities' states at the start.
#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_RESTORE_AUTHORITIES_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_RESTORE_AUTHORITIES_H_

#include "absl/status/status.h"
#include "gateway/service/core.h"

namespace enlace::service {

// Brings the states that are on record into core.authority. At the very first start
// nothing is: then the authority that the folder holds itself is recorded as ISSUING,
// and this waits for it.
//   FAILED_PRECONDITION  the authority that issues is not in the folder, or its key is
//                        not: do not serve; the message says which one is meant.
//   UNAVAILABLE          the store, or nothing was written: do not serve.
//   DATA_LOSS            the store is damaged.
absl::Status RestoreAuthorities(const Core& core);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_RESTORE_AUTHORITIES_H_
