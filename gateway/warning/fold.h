// The state of a warning as a fold over its events.
#ifndef ENLACE_GATEWAY_WARNING_FOLD_H_
#define ENLACE_GATEWAY_WARNING_FOLD_H_

#include "absl/time/time.h"
#include "enlace/store/v1/record.pb.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::warning {

// Applies one event to a warning. Total: an event about something else changes
// nothing. A WarningIssued makes an empty state; applied to the warning that it
// refers to, it replaces or cancels that.
void Apply(const store::v1::Event& event, absl::Time record_time, store::v1::WarningState* state);

// Where a warning stands: one that is in force by its events expires by the time.
v1::WarningState StateAt(const v1::Warning& warning, absl::Time now);

// Whether a referral's territory and population are among those warned of. A
// warning without population is about everybody there.
bool Concerns(const v1::Warning& warning, absl::string_view subdivision,
              const google::protobuf::RepeatedField<int>& population);

}  // namespace enlace::warning

#endif  // ENLACE_GATEWAY_WARNING_FOLD_H_
