#include "gateway/base/errors.h"

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

namespace enlace::base {
namespace {

constexpr absl::string_view kReasonUrl = "enlace/reason";
constexpr absl::string_view kFieldUrl = "enlace/field";
constexpr absl::string_view kToldUrl = "enlace/told";

}  // namespace

absl::Status Refusal(absl::StatusCode code, v1::ErrorReason reason, absl::string_view message) {
  absl::Status status(code, message);
  status.SetPayload(kReasonUrl, absl::Cord(absl::StrCat(static_cast<int>(reason))));
  return status;
}

absl::Status Told(absl::Status status) {
  status.SetPayload(kToldUrl, absl::Cord("1"));
  return status;
}

absl::Status InvalidField(absl::string_view field, absl::string_view problem) {
  absl::Status status = Refusal(absl::StatusCode::kInvalidArgument, v1::ERROR_REASON_FIELD_INVALID,
                                absl::StrCat(field, ": ", problem));
  status.SetPayload(kFieldUrl, absl::Cord(field));
  return status;
}

absl::Status MissingField(absl::string_view field) { return InvalidField(field, "is required"); }

absl::Status NotFound() {
  return Refusal(absl::StatusCode::kNotFound, v1::ERROR_REASON_NOT_FOUND, "not found");
}

absl::Status RequestIdReused() {
  return Refusal(absl::StatusCode::kAlreadyExists, v1::ERROR_REASON_REQUEST_ID_REUSED,
                 "request_id was used before with another body");
}

absl::Status VersionConflict(uint64_t expected, uint64_t current) {
  return Refusal(absl::StatusCode::kAborted, v1::ERROR_REASON_VERSION_CONFLICT,
                 absl::StrCat("expected_version ", expected, " is stale, the leg is at ", current));
}

absl::Status RoleNotPermitted(absl::string_view what) {
  return Refusal(absl::StatusCode::kPermissionDenied, v1::ERROR_REASON_ROLE_NOT_PERMITTED, what);
}

absl::Status CertificateRefused(v1::ErrorReason reason, absl::string_view message) {
  return Told(Refusal(absl::StatusCode::kUnauthenticated, reason, message));
}

absl::Status TransitionNotAllowed(absl::string_view message) {
  return Told(
      Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_TRANSITION_NOT_ALLOWED, message));
}

absl::Status ActorNotAllowed(absl::string_view message) {
  return Told(Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_ACTOR_NOT_ALLOWED, message));
}

absl::Status GuardNotMet(absl::string_view message) {
  return Told(Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_GUARD_NOT_MET, message));
}

absl::Status ApprovalRequired(absl::string_view act) {
  return Told(Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_APPROVAL_REQUIRED,
                      absl::StrCat(act,
                                   " takes two administrators at this gateway: propose it, have another "
                                   "administrator approve it, then send the same request again")));
}

absl::Status ProposalClosed(absl::string_view why) {
  return Told(Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_PROPOSAL_CLOSED, why));
}

absl::Status SamePerson() {
  return Told(Refusal(absl::StatusCode::kFailedPrecondition, v1::ERROR_REASON_SAME_PERSON,
                      "it takes another administrator than the one who proposed"));
}

absl::Status StoreUnavailable(absl::string_view message) {
  return Refusal(absl::StatusCode::kUnavailable, v1::ERROR_REASON_STORE_UNAVAILABLE, message);
}

absl::Status InternalError(absl::string_view message) {
  return Refusal(absl::StatusCode::kInternal, v1::ERROR_REASON_INTERNAL, message);
}

v1::ErrorReason ReasonOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kReasonUrl);
  int value = 0;
  if (!payload.has_value() || !absl::SimpleAtoi(std::string(*payload), &value)) {
    return v1::ERROR_REASON_UNSPECIFIED;
  }
  return static_cast<v1::ErrorReason>(value);
}

std::string FieldOf(const absl::Status& status) {
  const absl::optional<absl::Cord> payload = status.GetPayload(kFieldUrl);
  return payload.has_value() ? std::string(*payload) : std::string();
}

bool IsTold(const absl::Status& status) {
  return status.code() == absl::StatusCode::kInvalidArgument || status.GetPayload(kToldUrl).has_value();
}

}  // namespace enlace::base
