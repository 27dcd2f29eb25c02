// enlacectl warning: early warnings, issued and answered.
#ifndef ENLACE_CLIENT_ENLACECTL_WARNING_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_WARNING_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `warning issue`, `update`, `cancel`, `answer`, `list` and `show`.
void AddWarningCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_WARNING_COMMAND_H_
