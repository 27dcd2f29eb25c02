set(protocol connect 2)
include(${here}/clients/connect_node.cmake)
