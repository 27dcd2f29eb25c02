set(setup "scripts/setup --clients")
set(needs /usr/bin/go /usr/bin/protoc-gen-go /usr/bin/protoc-gen-go-grpc /usr/share/gocode/src/google.golang.org/grpc)
set(command ${BUILT}/interop-go)
macro(build)
  # The contract names no Go package: each file is told that it is in this one.
  foreach(proto IN LISTS contract)
    list(APPEND packages --go_opt=M${proto}=enlace/v1 --go-grpc_opt=M${proto}=enlace/v1)
  endforeach()
  file(MAKE_DIRECTORY ${BUILT}/src)
  run(${protoc} --go_out=${BUILT}/src --go-grpc_out=${BUILT}/src ${packages} ${contract})
  # Debian's libraries are found by GOPATH, not as modules.
  run(${CMAKE_COMMAND} -E env GO111MODULE=off GOPATH=${BUILT}:/usr/share/gocode GOCACHE=${BUILT}/../go_cache GOFLAGS=
      /usr/bin/go build -o ${BUILT}/interop-go ${here}/clients/go.go)
endmacro()
