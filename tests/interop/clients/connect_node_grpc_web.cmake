set(protocol grpc-web 2)
include(${here}/clients/connect_node.cmake)
