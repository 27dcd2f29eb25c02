// enlacectl token: makes one-time enrolment tokens.
#ifndef ENLACE_CLIENT_ENLACECTL_TOKEN_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_TOKEN_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `token create`.
void AddTokenCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_TOKEN_COMMAND_H_
