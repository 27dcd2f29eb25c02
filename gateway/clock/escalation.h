// What happens when nobody answers: the escalation ladder of a clock, and when
// and to whom its steps speak. Pure.
//
// The ladder is fixed when the clock starts, by the rules of that time, and lies
// in the clock itself: what is due follows from the state of the case alone. A
// step is taken once, whenever its time has come: a clock that is overdue at
// birth takes all that have passed at once, in order. A clock that ended, met,
// late or void, takes none any more.
#ifndef ENLACE_GATEWAY_CLOCK_ESCALATION_H_
#define ENLACE_GATEWAY_CLOCK_ESCALATION_H_

#include <functional>

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/span.h"
#include "enlace/config/v1/mechanism.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/clock.pb.h"
#include "gateway/mechanism/mechanism.h"
#include "gateway/referral/decision.h"

namespace enlace::clock {

using Ladder = google::protobuf::RepeatedPtrField<config::v1::EscalationStep>;

// Who is told where a mechanism does not say: reminders to the responsible agency
// at 50 and 80 %, the breach to it and the sender when due, at 125 % committee
// and council too, at 150 % the ombudsman.
const Ladder& DefaultLadder();

// The ladder of a clock of the rule: its own, else the mechanism's, else the
// default one.
const Ladder& LadderOf(const mechanism::Mechanism& mechanism, const config::v1::ClockRule& rule);

// Gives the clock, which has its start and due times, the steps of the ladder.
void SetSteps(const Ladder& ladder, v1::Clock* clock);

// How often the sender of a held leg is told again.
absl::Duration HeldReminder(const mechanism::Mechanism& mechanism);

// When something of the case is to be done next: a step of a running clock that
// was not taken, or the next reminder of a held leg. Infinite if nothing is.
absl::Time NextDue(const store::v1::CaseState& state);

// Whether a leg of the case is held.
bool HasHeldLeg(const store::v1::CaseState& state);

// What the steps speak to.
struct Surroundings {
  // The directory, in any order.
  absl::Span<const v1::Agency> agencies;
  // Rules by mechanism_id; null if they are not known any more.
  std::function<const mechanism::Mechanism*(absl::string_view mechanism_id)> rules;
  // Up to when steps are due: the judged time (gateway/clock/judged_time.h).
  absl::Time due = absl::InfinitePast();
  // Of the record.
  absl::Time now = absl::InfinitePast();
};

// Takes every step that is due, in the order of their times. For each: a StepTaken
// with a feed item to each agency that it tells, before it the opening and
// dispatch of a leg for each that it brings in.
//
// Told are, of those that the step names, the agencies that may know of the
// referral. An agency of a named kind that has no part in it is brought in by a
// leg for oversight, STATUS_ONLY, if its kind takes part in cases, its mandate is
// valid and it is competent for the territory; never one that is excluded or
// whose access was taken back, and nobody once the consent was withdrawn. A kind of which nobody can be told is noted in the
// step: it is for the lists of the operator and of the overseers.
referral::Decision TakeSteps(const store::v1::CaseState& state, const Surroundings& surroundings);

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_ESCALATION_H_
