// One transition of a leg: state + command + time -> events, or a refusal.
#ifndef ENLACE_GATEWAY_REFERRAL_ADVANCE_H_
#define ENLACE_GATEWAY_REFERRAL_ADVANCE_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/referral/advance_form.h"
#include "gateway/referral/decision.h"

namespace enlace::referral {

// What the machine cannot know from the case.
struct AdvanceContext {
  // T11, T12: the leg that routing names next (the suggested agency, or the next
  // rule's); absent if none. T20: the successor's leg, if it may have the case at
  // all; absent refuses the transfer. Ignored elsewhere. The machine itself
  // checks exclusions and whether the recipient could open the payload.
  absl::optional<v1::PlannedLeg> next_leg;
};

// Decides a request that passed ValidateAdvance. `caller` with its kind.
//   NOT_FOUND                                    no such leg, or none that the
//                                                caller may know of.
//   ABORTED (VERSION_CONFLICT)                   expected_version is stale.
//   FAILED_PRECONDITION (TRANSITION_NOT_ALLOWED) no row for state and action.
//   FAILED_PRECONDITION (ACTOR_NOT_ALLOWED)      another party has to do it.
//   FAILED_PRECONDITION (GUARD_NOT_MET)          the message names the guard.
// It happens at occur_time, but neither before the leg's present state began nor
// after `now`: a decision cannot be dated back behind its dispatch.
absl::StatusOr<AdvanceResult> Advance(const store::v1::CaseState& state,
                                      const store::v1::ReferralRecord& referral, const v1::AgencyRef& caller,
                                      const v1::AdvanceLegRequest& request, const AdvanceContext& context,
                                      absl::Time now);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_ADVANCE_H_
