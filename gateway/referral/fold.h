// The state of a case as a fold over its events, and what follows from it.
#ifndef ENLACE_GATEWAY_REFERRAL_FOLD_H_
#define ENLACE_GATEWAY_REFERRAL_FOLD_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"

namespace enlace::referral {

// Applies one event to its case. Total: an event that is not about a case, or
// about a referral or leg that the case does not have, changes nothing; an event
// applied twice changes nothing the second time but update_time.
// `record_time` and `actor` are those of the record that holds the event; the
// actor is the default AgencyRef where the gateway acted.
void Apply(const store::v1::Event& event, absl::Time record_time, const v1::AgencyRef& actor,
           store::v1::CaseState* state);

// Where a referral stands, from the legs that ask somebody to act (those that
// only inform count where there are no others):
//   OPEN_ANSWERED    one is accepted and not ended;
//   OPEN_UNANSWERED  none is, but one is still to be answered;
//   CLOSED           all ended, at least one of them by closing;
//   NO_TAKER         all ended, and nobody has the case.
v1::ReferralState DeriveState(const store::v1::ReferralRecord& referral);

// State of a clock at `now`: due at the very instant is still in time. A floor
// (Clock.at_least) is never overdue, and met whenever it stops.
v1::ClockState ClockStateAt(const v1::Clock& clock, absl::Time now);

// Whether a clock of the referral is overdue at `now`.
bool HasOverdueClock(const store::v1::CaseState& state, absl::string_view referral_id, absl::Time now);

// nullptr if there is none.
const store::v1::ReferralRecord* FindReferral(const store::v1::CaseState& state,
                                              absl::string_view referral_id);
const v1::Leg* FindLeg(const store::v1::ReferralRecord& referral, absl::string_view leg_id);
bool IsExcluded(const store::v1::CaseState& state, absl::string_view agency_id);
// Whether the leg's recipient was excluded after it was opened, and the exclusion
// was only lifted since: then it grants nothing, until somebody reopens it.
bool IsBarred(const store::v1::CaseState& state, const v1::Leg& leg);
// Whether the agency is told nothing of the case: it is excluded, or all its part in
// it was before an exclusion that has been lifted.
bool IsKeptOut(const store::v1::CaseState& state, absl::string_view agency_id);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_FOLD_H_
