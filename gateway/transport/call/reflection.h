// grpc.reflection.v1 and v1alpha: what the port serves, for administrators.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_REFLECTION_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_REFLECTION_H_

#include "gateway/transport/call/method_table.h"

namespace enlace::transport {

// Adds ServerReflectionInfo in both versions to `table`, which they describe: its
// services and the files that these need, no other message of ours. Others than
// administrators get PERMISSION_DENIED ROLE_NOT_PERMITTED.
void AddReflection(MethodTable* table);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_REFLECTION_H_
