// The parts of the check of a mechanism's file; CheckMechanism() calls each once,
// in this order. Each notes what it finds and goes on.
#ifndef ENLACE_GATEWAY_MECHANISM_CHECK_PARTS_H_
#define ENLACE_GATEWAY_MECHANISM_CHECK_PARTS_H_

#include "gateway/mechanism/check_context.h"

namespace enlace::mechanism {

// Roles, subdivisions; they fill what rules may refer to.
void CheckRoles(CheckContext* context);
void CheckSubdivisionList(CheckContext* context);

// Who is competent, and when something is due.
void CheckRoutingRules(CheckContext* context);
void CheckClockRules(CheckContext* context);

// Measures, reporting duties, warnings, and what the sources leave open.
void CheckMeasures(CheckContext* context);
void CheckReportingDuties(CheckContext* context);
void CheckWarningRules(CheckContext* context);
void CheckSilences(CheckContext* context);

}  // namespace enlace::mechanism

#endif  // ENLACE_GATEWAY_MECHANISM_CHECK_PARTS_H_
