// What the form of a warning and of an answer demands, before anything is known
// of the state.
#ifndef ENLACE_GATEWAY_WARNING_FORM_H_
#define ENLACE_GATEWAY_WARNING_FORM_H_

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "enlace/v1/warning_service.pb.h"

namespace enlace::warning {

// Codes that the gateway keeps in clear.
inline constexpr int kMaxCodeSize = 64;
inline constexpr int kMaxSubdivisions = 100;
// One envelope has at most 32 recipients, the issuer among them.
inline constexpr int kMaxAddressees = 31;
// Of expire_time and respond_by_time: a year, leap days included.
inline constexpr absl::Duration kLongest = absl::Hours(24 * 366);

// INVALID_ARGUMENT naming the field that is missing, malformed or out of bounds.
// The envelope is looked at elsewhere.
absl::Status ValidateIssue(const v1::IssueWarningRequest& request, absl::Time now);
absl::Status ValidateAnswer(const v1::AnswerWarningRequest& request);

}  // namespace enlace::warning

#endif  // ENLACE_GATEWAY_WARNING_FORM_H_
