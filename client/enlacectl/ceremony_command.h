// enlacectl ca root, ca issuing: the ceremony, each act with a record to be printed.
#ifndef ENLACE_CLIENT_ENLACECTL_CEREMONY_COMMAND_H_
#define ENLACE_CLIENT_ENLACECTL_CEREMONY_COMMAND_H_

#include <string>

#include "absl/status/statusor.h"
#include "client/enlacectl/context.h"
#include "gateway/base/secret.h"

namespace enlace::client {

// Adds `root init`, `root sign`, `issuing request` and `issuing install` below `ca`.
// They work on files and tokens alone, without a gateway.
void AddCeremonyCommands(CLI::App* ca, Context& context);

// The first line of the file; an empty path means no passphrase.
//   NOT_FOUND, PERMISSION_DENIED  naming the file.
absl::StatusOr<base::Secret> ReadPassphrase(const std::string& path);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_ENLACECTL_CEREMONY_COMMAND_H_
