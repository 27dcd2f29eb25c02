// enlacectl ca: makes and shows the certificate authority of a gateway.
#ifndef ENLACE_CLIENT_ENLACECTL_CA_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CA_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `ca init`, `ca show` and the commands of the ceremony. They work on files alone, without a gateway.
void AddCaCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CA_COMMAND_H_
