// What became of a petition: exactly one answer for every referral. The rules and
// their reasons are in docs/statistics.md. Pure.
#ifndef ENLACE_GATEWAY_REPORT_OUTCOME_H_
#define ENLACE_GATEWAY_REPORT_OUTCOME_H_

#include "absl/strings/string_view.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/measure.pb.h"

namespace enlace::report {

// In the order in which they are asked for: the first that holds is the outcome.
enum class PetitionOutcome {
  kEnteredInError,  // no petition: every leg was entered in error
  kGranted,         // a measure was granted, or else protection was completed
  kWithdrawn,       // the sender took it back, or those concerned did not want it
  kDenied,          // every measure was denied, or nobody took it and one said no on its merits
  kNoTaker,         // all legs ended, and nobody has it
  kClosed,          // worked on and closed, without protection
  kInProcess,       // all others
};

PetitionOutcome OutcomeOf(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral);

// GRANTED and so on, as reports name it; nothing for kEnteredInError.
absl::string_view OutcomeKey(PetitionOutcome outcome);

// Where a referral stands: the name of its ReferralState, or WITHDRAWN or
// ENTERED_IN_ERROR for those that nobody has for these reasons.
absl::string_view StateKey(const store::v1::ReferralRecord& referral);

// The column of a measure: granted (whatever came after it), denied,
// refused_by_subject, or in_process.
enum class MeasureOutcome { kGranted, kDenied, kRefusedBySubject, kInProcess };
MeasureOutcome OutcomeOf(const v1::Measure& measure);

}  // namespace enlace::report

#endif  // ENLACE_GATEWAY_REPORT_OUTCOME_H_
