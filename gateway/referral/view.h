// What a party sees of a case. Every view is cut to the lower of the grade that
// the caller was granted and the one that the case entitles it to now, so that a
// stale grant shows nothing more. Exclusions are in no view.
//
// The sender sees all. A recipient sees its own legs; of the others recipient,
// purpose and state from SUMMARY on, so that each sees who else has the case. An
// overseer sees all legs and clocks and the classification, and no content.
// Measures are shown with the referral that they belong to (measures.h).
#ifndef ENLACE_GATEWAY_REFERRAL_VIEW_H_
#define ENLACE_GATEWAY_REFERRAL_VIEW_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::referral {

// A referral as `agency_id` may see it, clocks as they stand at `now`. Payload
// and notes without their bytes: `cms` is looked up by digest. The default
// message if the agency may see nothing.
v1::Referral ViewReferral(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
                          absl::string_view agency_id, v1::AccessGrade grade, absl::Time now);

// The case as `agency_id` may see it: only the referrals it has a part in, each
// at its own grade. The default message if the agency may see nothing.
v1::CaseStatus ViewCase(const store::v1::CaseState& state, absl::string_view agency_id, v1::AccessGrade grade,
                        absl::Time now);

// Whether the agency may know that the leg exists.
bool MayKnowLeg(const store::v1::CaseState& state, const store::v1::ReferralRecord& referral,
                const v1::Leg& leg, absl::string_view agency_id);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_VIEW_H_
