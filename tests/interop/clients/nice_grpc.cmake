set(needs ${ROOT}/node_modules/nice-grpc)
set(lacks "deadlines")  # Of its own; nice-grpc-client-middleware-deadline adds them.
set(command ${NODE} ${here}/clients/nice_grpc.mjs)
