// enlacectl report: statistics, and the list of what nobody answered.
#ifndef ENLACE_CLIENT_ENLACECTL_REPORT_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_REPORT_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `report get` and `report unanswered`. What they show is verified first: the
// receipt, and that it is about these very numbers.
void AddReportCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_REPORT_COMMAND_H_
