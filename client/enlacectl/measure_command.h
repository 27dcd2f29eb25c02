#ifndef ENLACE_CLIENT_ENLACECTL_MEASURE_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_MEASURE_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// measure request|consult|grant|deny|refuse|begin|implement|confirm|unsuitable|
// suspend|resume|notice|object|withdraw.
void AddMeasureCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_MEASURE_COMMAND_H_
