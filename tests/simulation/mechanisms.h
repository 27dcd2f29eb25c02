// The mechanisms of this repository, for a simulation.
#ifndef ENLACE_TESTS_SIMULATION_MECHANISMS_H_
#define ENLACE_TESTS_SIMULATION_MECHANISMS_H_

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "gateway/mechanism/mechanism_set.h"

namespace enlace::simulation {

// All of the folder by their ids, each with a clock of silence besides its own: the
// investigation must move every 60 days. Ends the process if they do not load.
inline std::map<std::string, mechanism::Mechanism> LoadMechanisms(const std::string& folder) {
  const auto set = mechanism::MechanismSet::Load(folder);
  if (!set.ok()) {
    std::fprintf(stderr, "%s\n", set.status().ToString().c_str());
    std::abort();
  }
  std::map<std::string, mechanism::Mechanism> mechanisms;
  for (const std::string& id : (*set)->Ids()) {
    mechanism::Mechanism mechanism = *(*set)->Find(id);
    config::v1::ClockRule* silence = mechanism.add_clock_rules();
    silence->set_rule_id("SILENCE");
    silence->set_starts(v1::CLOCK_EVENT_STATUS_MOVED);
    silence->set_stops(v1::CLOCK_EVENT_STATUS_MOVED);
    silence->set_amount(60);
    silence->set_basis(v1::DAY_BASIS_CALENDAR_DAYS);
    silence->set_responsible_purpose(v1::LEG_PURPOSE_INVESTIGATION);
    mechanisms[id] = mechanism;
  }
  return mechanisms;
}

}  // namespace enlace::simulation

#endif  // ENLACE_TESTS_SIMULATION_MECHANISMS_H_
