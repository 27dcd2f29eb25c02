// enlacectl mechanism: checks the rules of mechanisms and says what they lead to.
#ifndef ENLACE_CLIENT_ENLACECTL_MECHANISM_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_MECHANISM_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `mechanism check` and `mechanism explain`.
void AddMechanismCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_MECHANISM_COMMAND_H_
