// enlacectl status: what an administrator has to look after now.
#ifndef ENLACE_CLIENT_ENLACECTL_STATUS_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_STATUS_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

void AddStatusCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_STATUS_COMMAND_H_
