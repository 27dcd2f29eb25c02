// The gateway's own moves: dispatch (T3), hold (T2), end of access (T19).
#ifndef ENLACE_GATEWAY_REFERRAL_GATEWAY_MOVES_H_
#define ENLACE_GATEWAY_REFERRAL_GATEWAY_MOVES_H_

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/referral/decision.h"
#include "gateway/referral/held_purpose.h"
#include "gateway/referral/transition_table.h"

namespace enlace::referral {

// A leg as `planned` says, in SUBMITTED at version 1.
v1::Leg NewLeg(absl::string_view leg_id, const v1::PlannedLeg& planned, absl::Time now);

// Moves `leg` along `row` at `at`: state, version and since. Returns the event
// that says so; what the move writes besides goes into `leg` before the call.
store::v1::Event Move(absl::string_view referral_id, const Transition& row, absl::Time at, v1::Leg* leg);

// Whom the row tells, as feed items about event number `event`.
void AddNotices(const store::v1::ReferralRecord& referral, const Transition& row, const v1::Leg& leg,
                size_t event, std::vector<NoticeTarget>* notices);

// Whom it concerns that a leg is still held: the sender by `kind`, and overseers,
// as feed items about event number `event`.
void AddHeldNotices(const store::v1::ReferralRecord& referral, v1::FeedKind kind, size_t event,
                    std::vector<NoticeTarget>* notices);

// Whom it concerns that the referral has no taker, as feed items about event
// number `event`.
void AddNoTakerNotices(const store::v1::ReferralRecord& referral, size_t event,
                       std::vector<NoticeTarget>* notices);

// If the events of `decision` leave the referral without a taker that had one or
// hoped for one before, adds the Notice, told to sender and overseers.
void AddNoTaker(const store::v1::CaseState& before, absl::string_view referral_id, absl::Time now,
                Decision* decision);

// T3 from HELD, now that a rule matches. The leg takes the recipient, purpose,
// grade and rule of `planned`.
//   NOT_FOUND               no such referral or leg.
//   TRANSITION_NOT_ALLOWED  the leg is not held.
//   GUARD_NOT_MET           the recipient is excluded, has an open leg for the
//                           purpose, or could not open the payload: the sender
//                           must seal again.
absl::StatusOr<AdvanceResult> Dispatch(const store::v1::CaseState& state, absl::string_view referral_id,
                                       absl::string_view leg_id, const v1::PlannedLeg& planned,
                                       absl::Time now);

// A further leg, opened and dispatched by the gateway itself. The caller saw to it
// that the recipient may have one and can open what it gets.
//   NOT_FOUND      no such referral.
//   GUARD_NOT_MET  its consent was withdrawn: nobody else gets it.
absl::StatusOr<Decision> OpenLeg(const store::v1::CaseState& state, absl::string_view referral_id,
                                 const v1::PlannedLeg& planned, absl::Time now);

// The same, for a purpose that nobody can serve: the leg waits for its recipient
// (T2).
absl::StatusOr<Decision> OpenHeldLeg(const store::v1::CaseState& state, absl::string_view referral_id,
                                     const HeldPurpose& held, absl::Duration remind_after, absl::Time now);

// T2 for a leg in SUBMITTED.
//   NOT_FOUND               no such referral or leg.
//   TRANSITION_NOT_ALLOWED  the leg is not in SUBMITTED.
absl::StatusOr<AdvanceResult> Hold(const store::v1::CaseState& state, absl::string_view referral_id,
                                   absl::string_view leg_id, absl::string_view held_reason, absl::Time now);

// T19 for every open leg of the agency in the case, because it was excluded or
// left the gateway. No events if it has none. One result per leg.
std::vector<AdvanceResult> RevokeByGateway(const store::v1::CaseState& state, absl::string_view agency_id,
                                           absl::Time now);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_GATEWAY_MOVES_H_
