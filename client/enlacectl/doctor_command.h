// enlacectl doctor: says what is wrong with keys or connection.
#ifndef ENLACE_CLIENT_ENLACECTL_DOCTOR_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_DOCTOR_COMMAND_H_

#include "client/enlacectl/context.h"

namespace enlace::client {

// Adds `doctor`.
void AddDoctorCommand(CLI::App& app, Context& context);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_DOCTOR_COMMAND_H_
