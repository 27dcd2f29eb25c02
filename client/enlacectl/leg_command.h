// enlacectl leg: moves a leg, one verb per transition.
#ifndef ENLACE_CLIENT_ENLACECTL_LEG_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_LEG_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds one verb per transition of docs/leg_machine.md that a person may make.
void AddLegCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_LEG_COMMAND_H_
