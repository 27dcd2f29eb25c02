// What a mechanism's clocks need a sender to declare.
#ifndef ENLACE_GATEWAY_MECHANISM_REQUIREMENTS_H_
#define ENLACE_GATEWAY_MECHANISM_REQUIREMENTS_H_

#include "absl/time/time.h"
#include "enlace/v1/subject.pb.h"
#include "gateway/mechanism/mechanism.h"

namespace enlace::mechanism {

// Facts without which a clock of the mechanism could not be started.
struct Requirements {
  // SubmitReferralRequest.event_time: a clock starts with the crime.
  bool event_time = false;
  // Territory.locality: the length of a clock depends on it.
  bool locality = false;
};

// What a referral of this procedure must carry. `at` is the petition's time: a
// rule counts that is valid then.
Requirements RequirementsOf(const Mechanism& mechanism, v1::ProcedureType procedure, absl::Time at);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_REQUIREMENTS_H_
