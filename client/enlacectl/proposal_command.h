// enlacectl admin proposal: acts that take two administrators.
#ifndef ENLACE_CLIENT_ENLACECTL_PROPOSAL_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_PROPOSAL_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `admin proposal list`, `show`, `approve` and `reject`.
void AddProposalCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_PROPOSAL_COMMAND_H_
