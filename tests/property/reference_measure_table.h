// The machine of a measure as docs/measure_machine.md states it, written down a
// second time.
#ifndef ENLACE_TESTS_PROPERTY_REFERENCE_MEASURE_TABLE_H_
#define ENLACE_TESTS_PROPERTY_REFERENCE_MEASURE_TABLE_H_

#include <set>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "enlace/v1/case_service.pb.h"
#include "tests/property/reference_facts.h"

namespace enlace::property {

enum class Mover { kUnit, kUnitOrImplementer, kConcerned };

struct MeasureRow {
  const char* name;
  std::set<v1::MeasureState> from;  // UNSPECIFIED: there is none yet
  // UNSPECIFIED: it stays, or goes back (M12).
  v1::MeasureState to;
  Mover who;
  v1::AdvanceMeasureRequest::ActionCase action;
};

// M1 to M15. What they demand besides is in reference_measures.cc.
const std::vector<MeasureRow>& MeasureRows();
// nullptr if there is none.
const MeasureRow* FindMeasureRow(v1::MeasureState from, v1::AdvanceMeasureRequest::ActionCase action);

// EXPIRED follows from the time of the reading.
v1::MeasureState StateOf(const v1::Measure& measure, absl::Time now);
// Whether nothing leads out of the state.
bool HasEnded(v1::MeasureState state);
// Granted, not ended, and those concerned do not have it yet or cannot use it.
bool IsAwaited(const v1::Measure& measure);
// Whether some measure of the referral is awaited.
bool AwaitsMeasures(const CaseFacts& facts, const std::string& referral_id);

}  // namespace enlace::property

#endif  // ENLACE_TESTS_PROPERTY_REFERENCE_MEASURE_TABLE_H_
