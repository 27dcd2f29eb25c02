// What is due of one warning.
#ifndef ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_WARNINGS_H_
#define ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_WARNINGS_H_

#include <string>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "gateway/ledger/sequencer.h"

namespace enlace::service {

// Takes the steps of the warning's clocks that are due at the judged time, on the
// state that it has now. Writes nothing if none is: what happened since it was found
// due counts.
//   UNAVAILABLE, DATA_LOSS  as store::Reader.
absl::Status TakeStepsOfWarning(ledger::Work& work, const std::string& warning_id, absl::Time judged);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_WARNINGS_H_
