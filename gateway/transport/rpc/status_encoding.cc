#include "gateway/transport/rpc/status_encoding.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gateway/base/errors.h"
#include "gateway/transport/rpc/reason_texts.h"
#include "google/rpc/error_details.pb.h"

namespace enlace::transport {
namespace {

constexpr absl::string_view kDomain = "enlace";
constexpr absl::string_view kReasonPrefix = "ERROR_REASON_";
constexpr absl::string_view kPermanentUrl = "enlace/permanent";
// Long enough for a restart, short enough for an urgent referral.
constexpr absl::Duration kUnavailableRetry = absl::Seconds(2);
constexpr absl::Duration kExhaustedRetry = absl::Seconds(10);

void AddErrorInfo(v1::ErrorReason reason, google::rpc::Status* out) {
  const std::string name = v1::ErrorReason_Name(reason);
  if (name.empty()) return;
  google::rpc::ErrorInfo info;
  info.set_reason(std::string(absl::StripPrefix(name, kReasonPrefix)));
  info.set_domain(std::string(kDomain));
  out->add_details()->PackFrom(info);
}

void AddBadRequest(const absl::Status& status, google::rpc::Status* out) {
  const std::string field = base::FieldOf(status);
  if (field.empty()) return;
  absl::string_view problem(status.message());
  absl::ConsumePrefix(&problem, absl::StrCat(field, ": "));
  google::rpc::BadRequest bad;
  auto* violation = bad.add_field_violations();
  violation->set_field(field);
  violation->set_description(std::string(problem));
  out->add_details()->PackFrom(bad);
}

void AddRetryInfo(const absl::Status& status, google::rpc::Status* out) {
  const absl::optional<absl::Duration> delay = RetryDelayOf(status);
  if (!delay.has_value()) return;
  google::rpc::RetryInfo retry;
  retry.mutable_retry_delay()->set_seconds(absl::ToInt64Seconds(*delay));
  out->add_details()->PackFrom(retry);
}

void AddLocalized(absl::string_view locale, absl::string_view text, google::rpc::Status* out) {
  google::rpc::LocalizedMessage message;
  message.set_locale(std::string(locale));
  message.set_message(std::string(text));
  out->add_details()->PackFrom(message);
}

}  // namespace

v1::ErrorReason PublicReasonOf(const absl::Status& status) {
  const v1::ErrorReason reason = base::ReasonOf(status);
  if (reason != v1::ERROR_REASON_UNSPECIFIED) return reason;
  switch (status.code()) {
    case absl::StatusCode::kInternal:
    case absl::StatusCode::kUnknown:
    case absl::StatusCode::kDataLoss:
      return v1::ERROR_REASON_INTERNAL;
    default:
      return v1::ERROR_REASON_UNSPECIFIED;
  }
}

absl::Status MessageTooLarge(size_t limit_bytes) {
  absl::Status status = base::Told(
      absl::ResourceExhaustedError(absl::StrCat("the message is larger than ", limit_bytes, " bytes")));
  status.SetPayload(kPermanentUrl, absl::Cord("1"));
  return status;
}

absl::optional<absl::Duration> RetryDelayOf(const absl::Status& status) {
  if (status.code() == absl::StatusCode::kUnavailable) return kUnavailableRetry;
  if (status.code() == absl::StatusCode::kResourceExhausted && !status.GetPayload(kPermanentUrl).has_value()) {
    return kExhaustedRetry;
  }
  return absl::nullopt;
}

google::rpc::Status EncodeStatus(const absl::Status& status) {
  google::rpc::Status encoded;
  if (status.ok()) return encoded;
  const v1::ErrorReason reason = PublicReasonOf(status);
  const ReasonText& text = TextOf(reason, status.code());
  encoded.set_code(static_cast<int>(status.code()));
  encoded.set_message(std::string(base::IsTold(status) ? status.message() : text.en));
  if (reason != v1::ERROR_REASON_UNSPECIFIED) AddErrorInfo(reason, &encoded);
  if (status.code() == absl::StatusCode::kInvalidArgument) AddBadRequest(status, &encoded);
  AddRetryInfo(status, &encoded);
  AddLocalized("es", text.es, &encoded);
  AddLocalized("pt-BR", text.pt_br, &encoded);
  return encoded;
}

}  // namespace enlace::transport
