// Clocks of a warning: one for each addressee that is to answer by a time. A
// target of the issuer, never shown as law. Pure: state and time in, events out.
//
// Only the addressee's own deciding answer stops its clock, and only the issuer's
// update or cancel voids it. The expiry of the warning does neither, and no length
// of silence does.
#ifndef ENLACE_GATEWAY_CLOCK_WARNING_CLOCKS_H_
#define ENLACE_GATEWAY_CLOCK_WARNING_CLOCKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::clock {

// The rule of every clock of a warning.
inline constexpr char kWarningRule[] = "WARNING";

// clock_started for each addressee, with reminders at 50 and 80 % to it and the
// breach to it and the issuer. Nothing without respond_by_time.
std::vector<store::v1::Event> StartWarningClocks(const v1::Warning& warning);

// clock_ended for the running clock of the addressee that answers.
std::vector<store::v1::Event> StopWarningClock(const store::v1::WarningState& state,
                                               absl::string_view agency_id, absl::Time answered);

// clock_ended with VOID for every running clock: the issuer took the warning back.
std::vector<store::v1::Event> VoidWarningClocks(const store::v1::WarningState& state);

// When a running clock takes its next step; infinite if none does.
absl::Time NextDue(const store::v1::WarningState& state);

// step_taken for every step that is due, in the order of their times. The event
// says whom it tells.
std::vector<store::v1::Event> TakeWarningSteps(const store::v1::WarningState& state, absl::Time due);

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_WARNING_CLOCKS_H_
