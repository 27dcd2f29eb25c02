set(setup "scripts/setup --clients")
set(jars grpc-api grpc-context grpc-core grpc-netty grpc-protobuf grpc-protobuf-lite grpc-stub guava protobuf protobuf-util
    gson netty-buffer netty-codec netty-codec-http netty-codec-http2 netty-codec-socks netty-common netty-handler
    netty-handler-proxy netty-resolver netty-transport netty-transport-native-unix-common netty-tcnative perfmark-api
    geronimo-annotation-1.3-spec)
list(TRANSFORM jars REPLACE "(.+)" "/usr/share/java/\\1.jar")
file(GLOB tcnative /usr/lib/*/jni/libnetty-tcnative.so)
set(needs /usr/bin/javac /usr/bin/grpc_java_plugin /usr/share/doc/libnetty-tcnative-jni ${jars})
list(JOIN jars ":" classpath)
set(command /usr/bin/java -XX:TieredStopAtLevel=1 -Djava.library.path=${BUILT}/jni
    -cp ${BUILT}/classes:${classpath} JavaClient)
macro(build)
  file(MAKE_DIRECTORY ${BUILT}/src ${BUILT}/classes ${BUILT}/jni)
  run(${protoc} --java_out=${BUILT}/src --plugin=protoc-gen-grpc=/usr/bin/grpc_java_plugin --grpc_out=${BUILT}/src
      ${contract} ${status})
  file(GLOB_RECURSE generated ${BUILT}/src/*.java)
  run(/usr/bin/javac -nowarn -proc:none -d ${BUILT}/classes -cp ${classpath} ${generated} ${here}/clients/JavaClient.java)
  # Netty asks for the library by a name that Debian's file does not have, and a
  # link would be loaded by the name that it points to.
  file(COPY_FILE ${tcnative} ${BUILT}/jni/libnetty_tcnative.so)
endmacro()
