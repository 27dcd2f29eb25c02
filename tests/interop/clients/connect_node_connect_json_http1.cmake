set(protocol connect-json 1.1)
include(${here}/clients/connect_node.cmake)
set(lacks "ALPN,bytes as bytes")  # Node offers no ALPN for HTTP/1.1.
