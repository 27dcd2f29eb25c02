#include "client/rpc_status.h"

#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/cord.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "enlace/v1/error_reason.pb.h"
#include "gateway/base/errors.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"

namespace enlace::client {
namespace {

constexpr char kDomain[] = "enlace";
constexpr char kReasonPrefix[] = "ERROR_REASON_";
constexpr char kRetryUrl[] = "enlace/retry-milliseconds";
constexpr char kConnectionUrl[] = "enlace/connection";
constexpr absl::Duration kLongestRetry = absl::Hours(1);

struct Symptom {
  const char* text;
  ConnectionProblem problem;
};

// What gRPC and OpenSSL say, in lower case. The first that matches counts: the
// message of a failed connection carries the causes of all addresses tried.
constexpr Symptom kSymptoms[] = {
    {"hostname verification check failed", ConnectionProblem::kWrongServerName},
    {"is not in peer certificate", ConnectionProblem::kWrongServerName},
    {"certificate_verify_failed", ConnectionProblem::kUntrustedServer},
    {"certificate verify failed", ConnectionProblem::kUntrustedServer},
    {"dns resolution failed", ConnectionProblem::kNameUnknown},
    {"name resolution", ConnectionProblem::kNameUnknown},
    {"domain name not found", ConnectionProblem::kNameUnknown},
    {"connection refused", ConnectionProblem::kRefused},
    {"no route to host", ConnectionProblem::kUnreachable},
    {"network is unreachable", ConnectionProblem::kUnreachable},
    {"timed out", ConnectionProblem::kUnreachable},
    {"timeout", ConnectionProblem::kUnreachable},
    {"tcp handshaker shutdown", ConnectionProblem::kUnreachable},  // TCP, before any TLS.
    {"ssl", ConnectionProblem::kTlsFailed},
    {"handshake", ConnectionProblem::kTlsFailed},
    {"socket closed", ConnectionProblem::kBroken},
    {"connection reset", ConnectionProblem::kBroken},
    {"broken pipe", ConnectionProblem::kBroken},
    {"goaway", ConnectionProblem::kBroken},
    {"failed to connect", ConnectionProblem::kUnreachable},
};

ConnectionProblem Classify(const grpc::Status& status) {
  if (status.error_code() != grpc::StatusCode::UNAVAILABLE) return ConnectionProblem::kNone;
  const std::string text = absl::AsciiStrToLower(status.error_message());
  for (const Symptom& symptom : kSymptoms) {
    if (absl::StrContains(text, symptom.text)) return symptom.problem;
  }
  return ConnectionProblem::kBroken;
}

// The reason's enum value by its name, with or without the enum's prefix.
v1::ErrorReason ParseReason(const std::string& name) {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  if (v1::ErrorReason_Parse(name, &reason)) return reason;
  if (v1::ErrorReason_Parse(absl::StrCat(kReasonPrefix, name), &reason)) return reason;
  return v1::ERROR_REASON_UNSPECIFIED;
}

struct Details {
  v1::ErrorReason reason = v1::ERROR_REASON_UNSPECIFIED;
  std::string field;
  std::string problem;
  absl::optional<absl::Duration> retry_delay;
};

Details ReadDetails(const std::string& bytes) {
  Details details;
  google::rpc::Status status;
  if (bytes.empty() || !status.ParseFromString(bytes)) return details;
  for (const google::protobuf::Any& any : status.details()) {
    google::rpc::ErrorInfo info;
    google::rpc::BadRequest bad;
    google::rpc::RetryInfo retry;
    if (any.Is<google::rpc::ErrorInfo>() && any.UnpackTo(&info)) {
      if (info.domain() == kDomain) details.reason = ParseReason(info.reason());
    } else if (any.Is<google::rpc::BadRequest>() && any.UnpackTo(&bad)) {
      if (bad.field_violations_size() > 0) {
        details.field = bad.field_violations(0).field();
        details.problem = bad.field_violations(0).description();
      }
    } else if (any.Is<google::rpc::RetryInfo>() && any.UnpackTo(&retry)) {
      details.retry_delay =
          absl::Seconds(retry.retry_delay().seconds()) + absl::Nanoseconds(retry.retry_delay().nanos());
    }
  }
  return details;
}

}  // namespace

absl::Status FromRpc(const grpc::Status& status) {
  if (status.ok()) return absl::OkStatus();
  const auto code = static_cast<absl::StatusCode>(status.error_code());
  const Details details = ReadDetails(status.error_details());
  absl::Status result(code, status.error_message());
  if (details.reason == v1::ERROR_REASON_FIELD_INVALID && !details.field.empty()) {
    result = base::InvalidField(details.field, details.problem);
    if (!status.error_message().empty()) {
      absl::Status told(code, status.error_message());
      result.ForEachPayload(
          [&](absl::string_view url, const absl::Cord& value) { told.SetPayload(url, value); });
      result = told;
    }
  } else if (details.reason != v1::ERROR_REASON_UNSPECIFIED) {
    result = base::Refusal(code, details.reason, status.error_message());
  } else if (const ConnectionProblem problem = Classify(status); problem != ConnectionProblem::kNone) {
    result.SetPayload(kConnectionUrl, absl::Cord(absl::StrCat(static_cast<int>(problem))));
  }
  if (details.retry_delay.has_value()) {
    const absl::Duration delay =
        std::min(std::max(*details.retry_delay, absl::ZeroDuration()), kLongestRetry);
    result.SetPayload(kRetryUrl, absl::Cord(absl::StrCat(absl::ToInt64Milliseconds(delay))));
  }
  return result;
}

absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kRetryUrl);
  int64_t milliseconds = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &milliseconds)) return absl::nullopt;
  return absl::Milliseconds(milliseconds);
}

ConnectionProblem ConnectionProblemOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kConnectionUrl);
  int value = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &value))
    return ConnectionProblem::kNone;
  return static_cast<ConnectionProblem>(value);
}

}  // namespace enlace::client
