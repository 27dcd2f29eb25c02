#include "gateway/mechanism/requirements.h"

#include <algorithm>

#include "gateway/mechanism/validity.h"

namespace enlace::mechanism {

Requirements RequirementsOf(const Mechanism& mechanism, v1::ProcedureType procedure, absl::Time at) {
  Requirements needed;
  for (const config::v1::ClockRule& rule : mechanism.clock_rules()) {
    const auto& procedures = rule.procedures();
    const bool applies = procedures.empty() ||
                         std::find(procedures.begin(), procedures.end(), procedure) != procedures.end();
    if (!applies || !IsValidAt(rule.validity(), at)) continue;
    needed.event_time = needed.event_time || rule.starts() == v1::CLOCK_EVENT_CRIME_COMMITTED;
    needed.locality = needed.locality || !rule.localities().empty();
  }
  return needed;
}

}  // namespace enlace::mechanism
