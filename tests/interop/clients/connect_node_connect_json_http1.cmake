set(protocol connect-json 1.1)
include(${here}/clients/connect_node.cmake)
set(lacks "ALPN")  # Node offers none for HTTP/1.1.
