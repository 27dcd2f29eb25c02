// The guards of the leg machine: what must hold besides state and actor.
#ifndef ENLACE_GATEWAY_REFERRAL_GUARDS_H_
#define ENLACE_GATEWAY_REFERRAL_GUARDS_H_

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/referral/transition_table.h"

namespace enlace::referral {

// What a guard looks at. Borrows all for the length of one check.
struct GuardInput {
  const store::v1::CaseState& state;
  const store::v1::ReferralRecord& referral;
  const v1::Leg& leg;
  const v1::AdvanceLegRequest& request;
  // The successor's leg as routing allows it; see AdvanceContext.
  const absl::optional<v1::PlannedLeg>& next_leg;
  absl::Time now;
};

// OK if the guards of the row hold.
//   FAILED_PRECONDITION (GUARD_NOT_MET)  the first that does not, in words:
//                                        "T11: a coded reason and ...".
absl::Status CheckGuards(const Transition& row, const GuardInput& input);

// Whether one guard holds. Guards of the gateway's own moves are not checked
// here and hold.
bool Holds(Guard guard, const GuardInput& input);

// Whether the leg's recipient could open what its grade promises: not needed
// below FULL, otherwise the payload or the note is sealed to it.
bool CanOpen(const v1::PlannedLeg& planned, const v1::SealedPayload& payload, const v1::SealedPayload& note);

// Whether a leg of the referral other than `except_leg_id` is open for the same
// recipient and purpose.
bool HasOpenLeg(const store::v1::ReferralRecord& referral, const v1::AgencyRef& recipient,
                v1::LegPurpose purpose, absl::string_view except_leg_id);

// Whether an agency may report this act in an investigation or a protection.
// Nobody stops another's clock: the lists share PROCESS_ACTIVATED alone, and
// neither has what the gateway itself observes.
bool IsInvestigationAct(v1::ClockEvent act);
bool IsProtectionAct(v1::ClockEvent act);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_GUARDS_H_
