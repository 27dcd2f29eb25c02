// enlacectl demo: shows the whole way of a referral on one machine.
#ifndef ENLACE_CLIENT_ENLACECTL_DEMO_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_DEMO_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `demo`.
void AddDemoCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DEMO_COMMAND_H_
