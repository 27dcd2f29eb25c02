#include "client/reconnection.h"

#include <cstdlib>

namespace enlace::client {

void KeepReconnecting() { setenv("GRPC_CLIENT_CHANNEL_BACKUP_POLL_INTERVAL_MS", "200", /*overwrite=*/0); }

}  // namespace enlace::client
