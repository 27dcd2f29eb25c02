set(protocol connect)
include(${here}/clients/buf_curl.cmake)
