// Connect's JSON, as a body, as an envelope and in a query, with its refusals,
// which are JSON themselves. First byte: which of them.
#include <nlohmann/json.hpp>

#include "gateway/transport/rpc/envelope.h"
#include "gateway/transport/rpc/message_codec.h"
#include "tests/fuzz/rpc_input.h"

using enlace::fuzz::Demand;

namespace {

enlace::fuzz::RpcRequest RequestOf(uint8_t choice, std::string rest) {
  enlace::fuzz::RpcRequest request;
  switch (choice % 4) {
    case 0:
      return {"POST", "/t.S/Unary", {{"content-type", "application/json"}}, std::move(rest)};
    case 1:
      return {"POST",
              "/t.S/Down",
              {{"content-type", "application/connect+json"}},
              enlace::transport::Envelope(0, rest)};
    case 2:
      return {"GET", "/t.S/Unary?" + rest, {}, ""};
    default:
      return {"POST", "/t.S/Unary", {{"content-type", rest}}, "{}"};
  }
}

// What is taken comes back from what we would write.
void Restate(absl::string_view json) {
  enlace::v1::BatchGetCaseStatusRequest request, again;
  using enlace::transport::MessageCodec;
  if (!enlace::transport::ParseMessage(MessageCodec::kJson, json, &request).ok()) return;
  std::string written;
  Demand(enlace::transport::AppendMessage(MessageCodec::kJson, request, &written).ok(),
         "what was read can be written");
  Demand(enlace::transport::ParseMessage(MessageCodec::kJson, written, &again).ok(),
         "what was written can be read");
  Demand(again.SerializeAsString() == request.SerializeAsString(), "it is the same message");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  enlace::fuzz::Input input(data, size);
  const uint8_t choice = input.Byte();
  const std::string rest(input.Rest());
  const enlace::fuzz::RpcAnswer answer = enlace::fuzz::AnsweredAlike(RequestOf(choice, rest));
  if (enlace::transport::ValueIn(answer.head, "content-type") == "application/json") {
    Demand(nlohmann::json::accept(answer.body), "an answer in JSON is JSON");
  }
  Restate(rest);
  return 0;
}
