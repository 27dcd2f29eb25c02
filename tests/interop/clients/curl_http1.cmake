set(version --http1.1)
include(${here}/clients/curl.cmake)
