#include "gateway/service/ledger/log_request.h"

#include "gateway/base/errors.h"

namespace enlace::service {

absl::Status CheckLogId(v1::LogId log_id) {
  if (log_id == v1::LOG_ID_CASE || log_id == v1::LOG_ID_TRUST) return absl::OkStatus();
  return base::InvalidField("log_id", "must be LOG_ID_CASE or LOG_ID_TRUST");
}

absl::Status AsBadRequest(const absl::Status& status, absl::string_view field) {
  if (status.code() != absl::StatusCode::kOutOfRange) return status;
  return base::InvalidField(field, status.message());
}

}  // namespace enlace::service
