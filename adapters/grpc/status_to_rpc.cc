#include "adapters/grpc/status_to_rpc.h"

#include <string>

#include "absl/strings/strip.h"
#include "client/rpc_status.h"
#include "gateway/base/errors.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace enlace::adapters {

grpc::Status StatusToRpc(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  google::rpc::Status details;
  details.set_code(static_cast<int>(status.code()));
  details.set_message(std::string(status.message()));
  if (const v1::ErrorReason reason = base::ReasonOf(status); reason != v1::ERROR_REASON_UNSPECIFIED) {
    google::rpc::ErrorInfo info;
    info.set_domain("enlace");
    info.set_reason(std::string(absl::StripPrefix(v1::ErrorReason_Name(reason), "ERROR_REASON_")));
    details.add_details()->PackFrom(info);
  }
  if (const std::string field = base::FieldOf(status); !field.empty()) {
    google::rpc::BadRequest bad;
    google::rpc::BadRequest::FieldViolation& violation = *bad.add_field_violations();
    violation.set_field(field);
    violation.set_description(std::string(status.message()));
    details.add_details()->PackFrom(bad);
  }
  if (const auto delay = client::RetryDelayOf(status); delay.has_value()) {
    google::rpc::RetryInfo retry;
    retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(absl::Ceil(*delay, absl::Seconds(1))));
    details.add_details()->PackFrom(retry);
  }
  return grpc::Status(static_cast<grpc::StatusCode>(status.code()), std::string(status.message()),
                      details.details().empty() ? std::string() : details.SerializeAsString());
}

}  // namespace enlace::adapters
