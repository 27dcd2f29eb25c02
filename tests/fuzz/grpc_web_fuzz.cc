// gRPC-Web, binary and text. First byte: which of them, and the method; then the
// body.
#include "tests/fuzz/rpc_input.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static constexpr const char* kTypes[] = {"application/grpc-web-text", "application/grpc-web"};
  static constexpr const char* kTargets[] = {"/t.S/Unary", "/t.S/Down"};
  enlace::fuzz::Input input(data, size);
  const uint8_t choice = input.Byte();
  enlace::fuzz::RpcRequest request;
  request.target = kTargets[choice / 2 % 2];
  request.fields = {{"content-type", kTypes[choice % 2]}};
  if ((choice & 4) != 0) request.fields.emplace_back("grpc-encoding", "gzip");
  request.body = std::string(input.Rest());
  enlace::fuzz::AnsweredAlike(request);
  return 0;
}
