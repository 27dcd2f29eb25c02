// Whether a warning may be issued, and as what it is recorded. Pure.
#ifndef ENLACE_GATEWAY_WARNING_DECIDE_H_
#define ENLACE_GATEWAY_WARNING_DECIDE_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/warning_service.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::warning {

struct IssueInput {
  v1::AgencyRef issuer;
  // Its form was checked by ValidateIssue.
  const v1::IssueWarningRequest& request;
  // Of the mechanism that the request names; null if there is none.
  const mechanism::Mechanism* rules = nullptr;
  // The directory, in any order.
  absl::Span<const v1::Agency> agencies;
  // What references_warning_id names, as the issuer may know it; null for a new one.
  const store::v1::WarningState* referenced = nullptr;
  absl::Time now;
};

// The warning as it is recorded: id, issuer, kinds of the addressees, state and
// time filled in, its alert as digest and recipients.
//   INVALID_ARGUMENT     the mechanism is unknown, a subdivision is not one of its
//                        own, an addressee is unknown, the issuer itself, of a kind
//                        that the rule does not name; it or the issuer has no key in
//                        the envelope.
//   PERMISSION_DENIED    ROLE_NOT_PERMITTED: no rule of the mechanism that is valid
//                        now lets this kind of agency of its country warn.
//   FAILED_PRECONDITION  ACTOR_NOT_ALLOWED: the warning is another agency's.
//                        GUARD_NOT_MET: it is not in force any more.
absl::StatusOr<v1::Warning> DecideIssue(const IssueInput& input);

// Whom an issued warning tells: each addressee of it, of this warning; and whoever
// is dropped by it, of the one that it replaces or cancels.
struct Told {
  std::string agency_id;
  std::string warning_id;
};
std::vector<Told> ToldOf(const v1::Warning& issued, const store::v1::WarningState* referenced);

// Of one addressee to one warning: a warning is one row, which every reader reads.
inline constexpr int kMaxAnswers = 100;

// FAILED_PRECONDITION unless the agency may answer: ACTOR_NOT_ALLOWED, it is not
// among those warned; GUARD_NOT_MET, it has answered kMaxAnswers times.
absl::Status CheckAnswer(const store::v1::WarningState& state, absl::string_view agency_id);

// INVALID_ARGUMENT unless the issuer of the warning can open the note of an answer.
absl::Status CheckNote(const store::v1::WarningState& state, const v1::SealedPayload& note);

// Whether the answer decides, so that it stops the addressee's clock.
bool IsDeciding(v1::WarningResponse response);

}  // namespace enlace::warning

#endif  // ENLACE_GATEWAY_WARNING_DECIDE_H_
