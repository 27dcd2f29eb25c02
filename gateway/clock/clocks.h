// Statutory and operator clocks of a case: which event starts and stops which,
// and where they stand. Pure: state and event in, events out.
//
// Only the event that a rule names stops its clock. Nothing else does: not a
// decline, not a hold, not a new route, not an expired certificate, and no
// length of silence.
#ifndef ENLACE_GATEWAY_CLOCK_CLOCKS_H_
#define ENLACE_GATEWAY_CLOCK_CLOCKS_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/clock.pb.h"
#include "enlace/v1/leg.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::clock {

// What an event of a referral does to its clocks: clock_ended for every running
// clock that it stops (MET up to the due time, MET_LATE after), then
// clock_started for every rule that it starts.
//
// `referral` is as it stands after the event. `leg` is the leg that the event is
// about, null where it is about the whole referral; clocks that run per leg
// start and stop only through their own leg's events. `occurred` is the event's
// own time, which may lie in the past: a clock can be overdue at birth.
//
// A rule starts if it is valid at `occurred` and the procedure and locality are
// among its own, and if it is not running already. An event that is told twice
// (same rule, same time) starts nothing again. A stop that occurred before the
// clock's start leaves the clock alone: it belongs to an earlier round.
//
// A rule that gives a least time makes a clock with a floor (Clock.at_least): MET
// whenever it stops, never OVERDUE, and without steps.
std::vector<store::v1::Event> OnEvent(const mechanism::Mechanism& mechanism, const store::v1::CaseState& state,
                                      const store::v1::ReferralRecord& referral, const v1::Leg* leg,
                                      v1::ClockEvent event, absl::Time occurred);

// clock_ended with VOID for every running clock of the referral: the petition
// itself was withdrawn or entered in error.
std::vector<store::v1::Event> VoidAll(const store::v1::CaseState& state, absl::string_view referral_id);

// The same for the clocks of one leg that ended without its decision. Clocks of
// the referral run on.
std::vector<store::v1::Event> VoidLeg(const store::v1::CaseState& state, absl::string_view leg_id);

// Whether nothing ended the clock yet.
bool IsRunning(const v1::Clock& clock);

// Where the clock stands at `now`. The due time itself is still in time; that of a
// floor is no end.
v1::ClockState StateAt(const v1::Clock& clock, absl::Time now);

// Who answers for a clock of `rule` now: for a clock of a leg its recipient;
// else the recipient of the leg with the rule's purpose, an accepted one before
// one that is still open; else the sender. A rule without a purpose stays with
// the sender until a protection leg is accepted. Ask anew at each reading:
// responsibility moves with acceptance.
v1::AgencyRef Responsible(const config::v1::ClockRule& rule, const store::v1::ReferralRecord& referral,
                          absl::string_view leg_id);

// The same for a clock; its recorded one if the mechanism has lost the rule.
v1::AgencyRef ResponsibleFor(const mechanism::Mechanism& mechanism, const store::v1::ReferralRecord& referral,
                             const v1::Clock& clock);

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_CLOCKS_H_
