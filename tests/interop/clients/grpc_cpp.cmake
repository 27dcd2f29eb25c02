set(needs $ENV{ENLACE_BIN}/interop-grpc-cpp)
set(setup "the build")
set(command $ENV{ENLACE_BIN}/interop-grpc-cpp)
