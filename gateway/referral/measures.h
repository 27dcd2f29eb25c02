// Measures as the parties of a referral see them: where one stands now, who tells
// what those concerned say of it, and how much of it a party may know. Its
// transitions are gateway/protection's. Pure.
#ifndef ENLACE_GATEWAY_REFERRAL_MEASURES_H_
#define ENLACE_GATEWAY_REFERRAL_MEASURES_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/leg.pb.h"
#include "enlace/v1/measure.pb.h"

namespace enlace::referral {

// The measure of this referral; nullptr if there is none.
const v1::Measure* FindMeasure(const store::v1::CaseState& state, absl::string_view referral_id,
                               absl::string_view measure_id);

// Where the measure stands at `now`: EXPIRED if those concerned confirmed it and
// its validity is over, else as recorded. EXPIRED follows from the time of the
// reading and is never recorded; the last instant of its validity is still valid.
v1::MeasureState MeasureStateAt(const v1::Measure& measure, absl::Time now);

// Whether it was granted, has not ended and those concerned do not have it yet, or
// not as they can use it: it is still to be implemented.
bool AwaitsImplementation(const v1::Measure& measure);

// Whether some measure of the referral does. While one does, nobody may say that
// the measures of the referral are implemented.
bool AwaitsMeasures(const store::v1::CaseState& state, absl::string_view referral_id);

// Whether the agency tells what those concerned say of the referral and its
// measures: its sender, and an organisation that accompanies them, from the
// dispatch of its leg on and as long as it has one that nobody took back and that
// it did not send away.
bool SpeaksForConcerned(const store::v1::ReferralRecord& referral, absl::string_view agency_id);

// A measure as `agency_id` may see it, in its state at `now`; `grade` is the
// agency's in the referral. Those who act on it (the unit that answers for it, its
// implementer, and who speaks for those concerned) see all, as do others from
// SUMMARY on. STATUS_ONLY shows what it is and where it stands: no resolution,
// numbers of persons, reasons, nor who else has a part in it.
v1::Measure ViewMeasure(const store::v1::ReferralRecord& referral, const v1::Measure& measure,
                        absl::string_view agency_id, v1::AccessGrade grade, absl::Time now);

}  // namespace enlace::referral

#endif  // ENLACE_GATEWAY_REFERRAL_MEASURES_H_
