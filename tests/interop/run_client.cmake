# Plays cases.json with one client. Its code is generated from protos/ into the
# build folder, and compiled where the language is; both are used again until
# protos/ or the client change.
#
#   cmake -DCLIENT=python -DROOT=<repository> -DNODE=<node> -DPROTOC=<protoc> -DBUILT=<folder> -P run_client.cmake
cmake_minimum_required(VERSION 3.25)
set(here ${CMAKE_CURRENT_LIST_DIR})
file(GLOB contract RELATIVE ${ROOT}/protos ${ROOT}/protos/enlace/v1/*.proto)
set(status google/rpc/status.proto google/rpc/error_details.proto)
set(protoc ${PROTOC} -I ${ROOT}/protos -I ${ROOT}/third_party/googleapis)

function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ERROR_IS_FATAL ANY)
endfunction()

# From the client's own file: `needs` are files of its packages, `setup` installs
# them, `lacks` is what it cannot do, `command` starts it, and build() makes what
# the command needs.
set(setup "scripts/setup")
set(lacks "none")
macro(build)
endmacro()
include(${here}/clients/${CLIENT}.cmake)

foreach(file IN LISTS needs)
  if(NOT EXISTS ${file})
    message("interop: skipped: ${CLIENT} needs ${file}, which ${setup} installs")
    return()
  endif()
endforeach()

set(made_from "${ROOT}")
file(GLOB sources ${here}/clients/${CLIENT}.* ${here}/clients/*.java ${ROOT}/protos/enlace/v1/*.proto
     ${CMAKE_CURRENT_LIST_FILE})
foreach(file IN LISTS sources)
  file(SHA256 ${file} digest)
  string(APPEND made_from " ${digest}")
endforeach()
set(known "")
if(EXISTS ${BUILT}/made_from)
  file(READ ${BUILT}/made_from known)
endif()
if(NOT known STREQUAL made_from)
  file(REMOVE_RECURSE ${BUILT})
  file(MAKE_DIRECTORY ${BUILT})
  build()
  file(WRITE ${BUILT}/made_from "${made_from}")
endif()

execute_process(COMMAND ${NODE} ${here}/table/run.mjs ${CLIENT} ${lacks} ${command} RESULT_VARIABLE result)
if(NOT result EQUAL 0)
  message(FATAL_ERROR "interop: ${CLIENT} failed")
endif()
