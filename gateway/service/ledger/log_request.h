// What the methods of LedgerService have in common.
#ifndef ENLACE_GATEWAY_SERVICE_LEDGER_LOG_REQUEST_H_
#define ENLACE_GATEWAY_SERVICE_LEDGER_LOG_REQUEST_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "enlace/v1/ledger_service.pb.h"

namespace enlace::service {

// INVALID_ARGUMENT unless `log_id` names a log.
absl::Status CheckLogId(v1::LogId log_id);

// The reader's OUT_OF_RANGE as INVALID_ARGUMENT: the caller asked for a leaf or a
// tree that does not exist, by `field`, and may be told so.
absl::Status AsBadRequest(const absl::Status& status, absl::string_view field);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_LEDGER_LOG_REQUEST_H_
