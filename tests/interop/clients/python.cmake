set(needs /usr/bin/python3 /usr/bin/grpc_python_plugin /usr/lib/python3/dist-packages/grpc)
# Debian's own Python, which has Debian's packages.
set(command /usr/bin/python3 ${here}/clients/python.py ${BUILT})
macro(build)
  run(${protoc} --python_out=${BUILT} --plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin --grpc_out=${BUILT}
      ${contract} ${status})
endmacro()
