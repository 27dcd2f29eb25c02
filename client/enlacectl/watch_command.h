// enlacectl watch: follows the feed of the agency.
#ifndef ENLACE_CLIENT_ENLACECTL_WATCH_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_WATCH_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `watch`.
void AddWatchCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_WATCH_COMMAND_H_
