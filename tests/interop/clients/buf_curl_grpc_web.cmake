set(protocol grpcweb)
include(${here}/clients/buf_curl.cmake)
