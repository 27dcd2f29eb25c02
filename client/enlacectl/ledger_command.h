// enlacectl ledger: checks what the gateway proves.
#ifndef ENLACE_CLIENT_ENLACECTL_LEDGER_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_LEDGER_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `ledger checkpoint`, `accesses`, `verify` and `consistency`.
void AddLedgerCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_LEDGER_COMMAND_H_
