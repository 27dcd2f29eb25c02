// The length-prefixed messages of gRPC and of Connect's streams, with their
// flags, sizes and compression, and the header fields of a gRPC call. First
// byte: method and encoding; then a timeout and a binary value, each up to a
// line feed; then the body.
#include "absl/strings/escaping.h"
#include "gateway/transport/rpc/grpc_protocol.h"
#include "gateway/transport/rpc/percent_encoding.h"
#include "tests/fuzz/rpc_input.h"

using enlace::fuzz::Demand;

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static constexpr const char* kTargets[] = {"/t.S/Unary", "/t.S/Up", "/t.S/Down", "/t.S/Both"};
  enlace::fuzz::Input input(data, size);
  const uint8_t choice = input.Byte();
  enlace::fuzz::RpcRequest request;
  request.target = kTargets[choice % 4];
  const bool connect = (choice & 4) != 0;
  request.fields = {{"content-type", connect ? "application/connect+proto" : "application/grpc"}};
  if ((choice & 8) != 0)
    request.fields.emplace_back(connect ? "connect-content-encoding" : "grpc-encoding", "gzip");
  const std::string timeout(input.Until('\n'));
  request.fields.emplace_back(connect ? "connect-timeout-ms" : "grpc-timeout", timeout);
  request.fields.emplace_back("x-bin", std::string(input.Until('\n')));
  request.body = std::string(input.Rest());
  enlace::fuzz::AnsweredAlike(request);

  const auto parsed = enlace::transport::ParseGrpcTimeout(timeout);
  if (parsed.ok() && parsed->has_value())
    Demand(**parsed >= absl::ZeroDuration(), "a timeout is not negative");
  std::string text = request.body;
  for (char& c : text) c = c == '+' ? '-' : c;
  const auto decoded = enlace::transport::QueryDecode(enlace::transport::PercentEncode(text));
  Demand(decoded.ok() && *decoded == text, "percent-encoding comes back");
  return 0;
}
