// enlacectl ca root, ca issuing: the ceremony, each act with a record to be printed.
#ifndef ENLACE_CLIENT_ENLACECTL_CEREMONY_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CEREMONY_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `root init`, `root sign`, `issuing request` and `issuing install` below `ca`.
// They work on files and tokens alone, without a gateway.
void AddCeremonyCommands(CLI::App* ca, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CEREMONY_COMMAND_H_
