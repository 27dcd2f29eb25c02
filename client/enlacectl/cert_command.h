// enlacectl cert: lists, shows, renews and revokes certificates.
#ifndef ENLACE_CLIENT_ENLACECTL_CERT_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CERT_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `cert list`, `show`, `renew` and `revoke`.
void AddCertCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CERT_COMMAND_H_
