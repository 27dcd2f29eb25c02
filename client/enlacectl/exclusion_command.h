// enlacectl admin exclusion: ending an exclusion that was a mistake.
#ifndef ENLACE_CLIENT_ENLACECTL_EXCLUSION_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_EXCLUSION_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `admin exclusion lift`.
void AddExclusionCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_EXCLUSION_COMMAND_H_
