// The machine of a measure as one table. AdvanceMeasure and
// docs/measure_machine.md are both read from it; a transition that is not here
// does not exist.
#ifndef ENLACE_GATEWAY_PROTECTION_MEASURE_TABLE_H_
#define ENLACE_GATEWAY_PROTECTION_MEASURE_TABLE_H_

#include <array>
#include <cstdint>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "enlace/v1/case_service.pb.h"
#include "enlace/v1/measure.pb.h"

namespace enlace::protection {

// A set of measure states, one bit for each. UNSPECIFIED stands for a measure that
// is yet to be opened.
using MeasureStates = uint32_t;

template <typename... States>
constexpr MeasureStates MeasureSetOf(States... states) {
  return (MeasureStates{0} | ... | (MeasureStates{1} << static_cast<int>(states)));
}

// Total: a number that is no state is in no set.
constexpr bool Has(MeasureStates set, v1::MeasureState state) {
  const int number = static_cast<int>(state);
  return number >= 0 && number < 32 && ((set >> number) & 1u) != 0;
}

// Nothing leads out of these.
inline constexpr MeasureStates kEndedMeasure =
    MeasureSetOf(v1::MEASURE_STATE_DENIED, v1::MEASURE_STATE_REFUSED_BY_SUBJECT, v1::MEASURE_STATE_WITHDRAWN,
                 v1::MEASURE_STATE_EXPIRED);

// Who makes a transition.
enum class MeasureActor : uint8_t {
  kUnit,         // the unit that answers for the measure
  kImplementer,  // that unit, or the agency that its grant names
  kConcerned,    // those concerned, as the sender or who accompanies them tells
};

// What must hold besides state and actor.
enum class MeasureGuard : uint8_t {
  kNone,
  kConsentStands,
  kConsultationGoesOn,
  kConsultationRecorded,
  kNotRefused,
  kValidityInFuture,
  kWindowLongEnough,
  kWindowOpen,
  kWindowOver,
  kObjectionAnswered,
};

// Where a transition leads.
enum class Goal : uint8_t {
  kState,   // to the state of the row
  kStay,    // nowhere: something is put on record where the measure stands
  kReturn,  // back to what it was before its suspension or notice
};

// One row.
struct MeasureTransition {
  int number;  // 1 for M1
  MeasureStates from;
  Goal goal;
  v1::MeasureState to;  // UNSPECIFIED unless kState
  MeasureActor actor;
  v1::AdvanceMeasureRequest::ActionCase action;
  std::array<MeasureGuard, 2> guards;  // in the order of their checking; kNone fills
  absl::string_view clock_effect;
};

// All rows, by number.
absl::Span<const MeasureTransition> MeasureTransitions();

// The row of a request; nullptr if there is none from this state.
const MeasureTransition* FindMeasureTransition(v1::MeasureState from,
                                               v1::AdvanceMeasureRequest::ActionCase action);

// What a suspended measure, or one whose withdrawal was announced, is without
// that: REPORTED_UNSUITABLE, CONFIRMED_BY_SUBJECT, IMPLEMENTED or GRANTED. Work
// that had begun begins anew.
v1::MeasureState StateBeneath(const v1::Measure& measure);

// For documents and messages: "unit", ...
absl::string_view MeasureActorText(MeasureActor actor);
// What the guard demands, as a sentence without its end.
absl::string_view MeasureGuardText(MeasureGuard guard);
// "GRANTED" for MEASURE_STATE_GRANTED.
absl::string_view MeasureStateText(v1::MeasureState state);
// Name of the request's field, "grant"; empty for ACTION_NOT_SET.
absl::string_view MeasureActionText(v1::AdvanceMeasureRequest::ActionCase action);

}  // namespace enlace::protection

#endif  // ENLACE_GATEWAY_PROTECTION_MEASURE_TABLE_H_
