#include "gateway/service/escalation/due_warnings.h"

#include <utility>
#include <vector>

#include "gateway/base/status_macros.h"
#include "gateway/clock/warning_clocks.h"
#include "gateway/service/warning/warning_writer.h"
#include "gateway/store/warning_rows.h"

namespace enlace::service {

absl::Status TakeStepsOfWarning(ledger::Work& work, const std::string& warning_id, absl::Time judged) {
  ASSIGN_OR_RETURN(store::v1::WarningState state, store::ReadWarningForGateway(work, warning_id));
  const std::vector<store::v1::Event> steps = clock::TakeWarningSteps(state, judged);
  if (steps.empty()) return absl::OkStatus();
  WarningWriter writer(work, std::move(state));
  RETURN_IF_ERROR(writer.AddOwn(steps));
  return writer.Finish();
}

}  // namespace enlace::service
