// enlacectl admin connection: who is connected to the gateway, and cutting them.
#ifndef ENLACE_CLIENT_ENLACECTL_CONNECTION_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CONNECTION_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `admin connection list` and `cut`.
void AddConnectionCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CONNECTION_COMMAND_H_
