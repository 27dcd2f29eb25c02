// enlacectl case: reads and reports the status of cases.
#ifndef ENLACE_CLIENT_ENLACECTL_CASE_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CASE_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `case status`, `link`, `report-investigation` and `report-protection`.
void AddCaseCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CASE_COMMAND_H_
