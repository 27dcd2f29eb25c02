// Who reads warnings, and the record of it.
#ifndef ENLACE_GATEWAY_SERVICE_WARNING_WARNING_LOOK_H_
#define ENLACE_GATEWAY_SERVICE_WARNING_WARNING_LOOK_H_

#include <string>

#include "absl/status/statusor.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/core.h"
#include "gateway/store/warning_rows.h"
#include "gateway/warning/view.h"

namespace enlace::service {

// As whom an agency reads warnings: the country that it oversees, if its kind
// oversees, is that of its own entry.
store::WarningReader WarningReaderOf(const Core& core, const identity::Caller& caller);

// What the reader has to do with the warning.
warning::Part PartOf(const store::v1::WarningState& state, const store::WarningReader& who);

// A draft of a record about a warning, under the key of the warning.
ledger::Draft WarningDraft(ledger::Draft draft, const std::string& warning_id);

// Reads a warning and appends the record of the look, granted or refused: an
// unknown warning and one that is not for the reader take the same statements.
// `draft` names who looks, and as what kind of look.
//   NOT_FOUND  there is none, or none that the reader may know of.
absl::StatusOr<store::v1::WarningState> RecordedWarningLook(ledger::Work& work,
                                                            const store::WarningReader& who,
                                                            const std::string& warning_id,
                                                            ledger::Draft draft);

// Reads a warning for a command on it. A refusal is recorded like a refused look.
//   NOT_FOUND  as above.
absl::StatusOr<store::v1::WarningState> WarningForCommand(ledger::Work& work, const identity::Caller& caller,
                                                          const store::WarningReader& who,
                                                          const std::string& warning_id,
                                                          const std::string& request_id);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_WARNING_WARNING_LOOK_H_
