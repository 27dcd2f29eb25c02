// What happens when the sender says anew who is alleged to be behind the attack:
// whoever is competent by that and has no leg yet gets one, nobody loses one.
#ifndef ENLACE_GATEWAY_REFERRAL_RECLASSIFY_H_
#define ENLACE_GATEWAY_REFERRAL_RECLASSIFY_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/referral_service.pb.h"
#include "gateway/referral/decision.h"
#include "gateway/referral/held_purpose.h"

namespace enlace::referral {

// INVALID_ARGUMENT naming the field, unless the request has its ids, a known
// category, well-formed planned legs, the officer, and, where a planned leg has
// ACCESS_GRADE_FULL, a whole payload that is sealed to its recipient.
absl::Status ValidateReclassify(const v1::ReclassifyReferralRequest& request);

// Whether the agency may say it, and about this referral.
//   NOT_FOUND          it has no part in the referral.
//   ACTOR_NOT_ALLOWED  it is a party, but not the sender.
//   GUARD_NOT_MET      the referral has ended: send a new one.
//   INVALID_ARGUMENT   naming perpetrator: that is what the referral says already.
absl::Status MayReclassify(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
                           absl::string_view agency_id, v1::PerpetratorCategory perpetrator);

// Those of the route who have no open leg of the purpose in the referral.
std::vector<v1::PlannedLeg> WithoutOpenLeg(const store::v1::ReferralRecord& referral,
                                           const std::vector<v1::PlannedLeg>& route);

// What a reclassification is decided on. The caller is the sender
// (MayReclassify), and `route` is what WithoutOpenLeg left of the route now.
struct ReclassifyInput {
  const store::v1::CaseState& state;
  const store::v1::ReferralRecord& referral;
  const v1::ReclassifyReferralRequest& request;
  std::vector<v1::PlannedLeg> route = {};
  absl::Time now = absl::InfinitePast();
  // What the route leaves without anybody, and after how long the sender is told
  // of it again.
  std::vector<HeldPurpose> unserved = {};
  absl::Duration held_reminder = absl::Hours(24);
};

struct ReclassifyResult : Decision {
  // Legs that it opened, as they stand after their dispatch; those last that wait
  // for a recipient.
  std::vector<v1::Leg> opened;
};

// The events, in this order: ReferralReclassified; then for each leg of the route
// its opening and dispatch (T3). A leg that was held because nobody was competent
// is dispatched to the first of them who acts, instead of opening another: what
// it waited for has come. The note goes with each leg that has the content. Last,
// a leg without recipient is opened and held (T2) for each purpose that is left
// without anybody.
//   FAILED_PRECONDITION ROUTE_CHANGED  the route names an excluded agency, or one
//                                      that the note is not sealed to: resolve and
//                                      seal again.
absl::StatusOr<ReclassifyResult> Reclassify(const ReclassifyInput& input);

// Whom it concerns that the referral was reclassified: all who have a part in it
// but the sender, as feed items about event number `event`. `before` is the case
// before the legs that follow are opened.
void AddReclassifiedNotices(const store::v1::CaseState& before, absl::string_view referral_id, size_t event,
                            std::vector<NoticeTarget>* notices);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_RECLASSIFY_H_
