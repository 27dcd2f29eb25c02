set(protocol grpc-web 1.1)
include(${here}/clients/connect_node.cmake)
