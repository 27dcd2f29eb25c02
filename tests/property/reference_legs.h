// What the parts of the reference ask of the legs of one referral.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_LEGS_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_LEGS_H_

#include <set>
#include <string>

#include "absl/time/time.h"
#include "enlace/v1/feed_service.pb.h"
#include "enlace/v1/referral_service.pb.h"

namespace enlace::property {

// In SUBMITTED, as the `ordinal`-th leg of the referral.
v1::Leg NewLeg(const std::string& referral_id, int ordinal, const v1::PlannedLeg& planned, absl::Time now);
// Whether the desk has another leg of that purpose than `but_for` that has not ended.
bool HasOpenLeg(const v1::Referral& referral, const v1::AgencyRef& desk, v1::LegPurpose purpose,
                const std::string& but_for);
// Who oversees the referral now: dispatched and not taken back.
std::set<std::string> OverseersOf(const v1::Referral& referral);
// Whether the leg tells its recipient, and asks it for nothing.
bool OnlyInforms(v1::LegPurpose purpose);
// Whether the agency tells what those concerned say: the sender, and an organisation
// that accompanies them and has a leg that nobody took back and that it did not send
// away.
bool SpeaksForConcerned(const v1::Referral& referral, const std::string& agency);
// A feed item about the referral, without kind.
v1::FeedItem About(const v1::Referral& referral);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_LEGS_H_
