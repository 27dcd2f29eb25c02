#include "adapters/runtime/verdict.h"

#include "client/error_text.h"
#include "client/language.h"
#include "client/rpc_status.h"
#include "gateway/base/errors.h"

namespace enlace::adapters {
namespace {

bool IsLastWord(v1::ErrorReason reason) {
  switch (reason) {
    case v1::ERROR_REASON_FIELD_INVALID:
    case v1::ERROR_REASON_NOT_FOUND:
    case v1::ERROR_REASON_ROLE_NOT_PERMITTED:
    case v1::ERROR_REASON_REQUEST_ID_REUSED:
    case v1::ERROR_REASON_TRANSITION_NOT_ALLOWED:
    case v1::ERROR_REASON_ACTOR_NOT_ALLOWED:
    case v1::ERROR_REASON_GUARD_NOT_MET:
    case v1::ERROR_REASON_ENVELOPE_INVALID:
    case v1::ERROR_REASON_ALREADY_EXISTS:
      return true;
    default:
      return false;
  }
}

}  // namespace

Verdict VerdictOf(const absl::Status& status) {
  if (absl::IsDataLoss(status)) return Verdict::kUnproved;
  // Without a public reason it is a check of ours, on what the agency wrote.
  const v1::ErrorReason reason = base::ReasonOf(status);
  const bool ours = reason == v1::ERROR_REASON_UNSPECIFIED && absl::IsInvalidArgument(status);
  return ours || IsLastWord(reason) ? Verdict::kRefused : Verdict::kTryAgain;
}

bool IsGatewayAway(const absl::Status& status) {
  if (client::ConnectionProblemOf(status) != client::ConnectionProblem::kNone) return true;
  if (absl::IsDeadlineExceeded(status) || absl::IsUnauthenticated(status) || absl::IsCancelled(status))
    return true;
  const v1::ErrorReason reason = base::ReasonOf(status);
  return reason == v1::ERROR_REASON_SHUTTING_DOWN || reason == v1::ERROR_REASON_STORE_UNAVAILABLE ||
         reason == v1::ERROR_REASON_QUOTA_EXCEEDED || reason == v1::ERROR_REASON_AGENCY_SUSPENDED;
}

std::string TextFor(const absl::Status& status, absl::string_view language) {
  return client::ErrorText(status, client::ParseLanguage(language).value_or(client::Language::kSpanish));
}

std::string LogText(const absl::Status& status) {
  const std::string reason = client::ReasonText(base::ReasonOf(status), client::Language::kEnglish);
  if (!reason.empty()) return reason;
  const std::string connection =
      client::ConnectionText(client::ConnectionProblemOf(status), client::Language::kEnglish);
  return connection.empty() ? std::string(status.message()) : connection;
}

}  // namespace enlace::adapters
