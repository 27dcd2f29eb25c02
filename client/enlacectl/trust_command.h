// enlacectl trust: the roots that our identity trusts.
#ifndef ENLACE_CLIENT_ENLACECTL_TRUST_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_TRUST_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `trust update` and `trust show`.
void AddTrustCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_TRUST_COMMAND_H_
