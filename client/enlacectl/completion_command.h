// enlacectl completion: prints completion scripts for shells.
#ifndef ENLACE_CLIENT_ENLACECTL_COMPLETION_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_COMPLETION_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `completion bash`, `zsh` and `fish`.
void AddCompletionCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_COMPLETION_COMMAND_H_
