set(protocol grpc-web 1.1)
include(${here}/clients/connect_node.cmake)
set(lacks "ALPN")  # Node offers none for HTTP/1.1.
