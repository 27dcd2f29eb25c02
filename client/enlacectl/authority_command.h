// enlacectl authority: how one authority takes over from another (administrators).
#ifndef ENLACE_CLIENT_ENLACECTL_AUTHORITY_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_AUTHORITY_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `authority list` and `authority advance`.
void AddAuthorityCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_AUTHORITY_COMMAND_H_
