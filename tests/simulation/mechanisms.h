// The mechanisms of this repository, for a simulation.
#ifndef ENLACE_TESTS_SIMULATION_MECHANISMS_H_
#define ENLACE_TESTS_SIMULATION_MECHANISMS_H_

#include <cstdio>
#include <cstdlib>
#include <map>
#include <string>

#include "gateway/mechanism/mechanism_set.h"

namespace enlace::simulation {

// All of the folder by their ids. Ends the process if they do not load.
inline std::map<std::string, mechanism::Mechanism> LoadMechanisms(const std::string& folder) {
  const auto set = mechanism::MechanismSet::Load(folder);
  if (!set.ok()) {
    std::fprintf(stderr, "%s\n", set.status().ToString().c_str());
    std::abort();
  }
  std::map<std::string, mechanism::Mechanism> mechanisms;
  for (const std::string& id : (*set)->Ids()) mechanisms[id] = *(*set)->Find(id);
  return mechanisms;
}

}  // namespace enlace::simulation

#endif  // ENLACE_TESTS_SIMULATION_MECHANISMS_H_
