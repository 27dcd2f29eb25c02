set(needs ${ROOT}/node_modules/@grpc/grpc-js)
set(command ${NODE} ${here}/clients/grpc_js.mjs)
