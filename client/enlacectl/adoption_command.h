// enlacectl admin mechanism: which rules are in force.
#ifndef ENLACE_CLIENT_ENLACECTL_ADOPTION_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_ADOPTION_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `admin mechanism adopt`.
void AddAdoptionCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_ADOPTION_COMMAND_H_
