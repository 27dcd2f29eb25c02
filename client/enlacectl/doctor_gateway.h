// Examines a gateway on the machine that it runs on, or is to run on.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_GATEWAY_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_GATEWAY_H_

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "client/enlacectl/doctor_finding.h"
#include "client/language.h"
#include "gateway/base/clock.h"
#include "gateway/base/random.h"

namespace enlace::client {

// What and how. Borrows clock and random.
struct GatewayExamination {
  std::string config_file;
  // A variable of the environment, which overrides the file as for the gateway.
  std::function<std::optional<std::string>(const std::string& name)> variable;
  const base::Clock& clock;
  base::Random& random;
  // For each step of a connection to its own ports.
  absl::Duration patience;
  Language language;
};

// Settings, authority, mechanisms, state folder, room on its disk, clock, server
// certificate, public names and ports, in this order; what cannot be judged because
// something before it is bad is left out. Changes nothing and takes no lock: the
// gateway may run meanwhile, and its ports are connected to, never bound. To be run
// as the user that the gateway runs as.
std::vector<Finding> ExamineGateway(const GatewayExamination& how);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_GATEWAY_H_
