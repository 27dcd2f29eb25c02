set(protocol connect-json 1.1)
include(${here}/clients/connect_node.cmake)
