// Finding a gateway again that was away.
#ifndef ENLACE_CLIENT_RECONNECTION_H_
#define ENLACE_CLIENT_RECONNECTION_H_

namespace enlace::client {

// gRPC carries a handshake on only while some call waits on the channel, and at
// polls of its own every 5 s, which is also when it gives a handshake up. Calls
// to a gateway that is away fail at once and do not wait: without this, a process
// that had a connection would hardly ever get the next one. Makes the polls
// frequent, unless the environment says how frequent they are. To be called
// first in main(), before there are threads.
void KeepReconnecting();

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_RECONNECTION_H_
