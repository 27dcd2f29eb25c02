// enlacectl as a function.
#ifndef ENLACE_CLIENT_ENLACECTL_RUN_H_
#define ENLACE_CLIENT_ENLACECTL_RUN_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Parses the command line, runs the command, prints what went wrong, and returns
// the exit status (client/enlacectl/exit_code.h). The process must have called
// certs::ApplyTlsPolicy() first.
int Run(int argc, const char* const* argv, const Environment& environment);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_RUN_H_
