// enlacectl agency: manages the agencies that take part.
#ifndef ENLACE_CLIENT_ENLACECTL_AGENCY_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_AGENCY_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `agency create`, `list`, `show`, `suspend` and `reinstate`.
void AddAgencyCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_AGENCY_COMMAND_H_
