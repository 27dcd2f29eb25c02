// What a reader sees of a warning.
#ifndef ENLACE_GATEWAY_WARNING_VIEW_H_
#define ENLACE_GATEWAY_WARNING_VIEW_H_

#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "enlace/v1/warning.pb.h"

namespace enlace::warning {

// What an agency has to do with a warning.
enum class Part { kNone, kIssuer, kAddressee, kOverseer };

// As whom the agency reads. `oversees`: whether it oversees the country of the
// warning; an issuer or addressee that oversees is that first.
Part PartOf(const store::v1::WarningState& state, absl::string_view agency_id, bool oversees);

// The warning as the agency may see it, state and clocks as they stand at `now`,
// sealed payloads without their bytes. The issuer and overseers see all answers
// and clocks, an addressee its own. Overseers see no alert and no notes. The
// default message for Part::kNone.
v1::WarningView ViewOf(const store::v1::WarningState& state, absl::string_view agency_id, Part part,
                       absl::Time now);

}  // namespace enlace::warning

#endif  // ENLACE_GATEWAY_WARNING_VIEW_H_
