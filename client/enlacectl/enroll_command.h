// enlacectl enroll: spends a token for certificates.
#ifndef ENLACE_CLIENT_ENLACECTL_ENROLL_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_ENROLL_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `enroll` and its other spelling `enrol`.
void AddEnrollCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_ENROLL_COMMAND_H_
