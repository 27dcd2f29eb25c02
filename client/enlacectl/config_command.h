// enlacectl config: checks and shows settings of a gateway.
#ifndef ENLACE_CLIENT_ENLACECTL_CONFIG_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CONFIG_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `config check` and `config show`.
void AddConfigCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CONFIG_COMMAND_H_
