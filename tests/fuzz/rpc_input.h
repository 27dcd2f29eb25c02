// A request that goes through an RPC protocol twice, whole and in pieces, with
// the fakes of tests/gateway/transport/rpc as its neighbours.
#ifndef ENLACE_TESTS_FUZZ_RPC_INPUT_H_
#define ENLACE_TESTS_FUZZ_RPC_INPUT_H_

#include <string>
#include <vector>

#include "google/protobuf/stubs/logging.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/gateway/transport/rpc/fake_rpc.h"

namespace enlace::fuzz {

inline constexpr transport::RpcOptions kOptions = {.max_message_bytes = 1024, .accept_gzip = true};

struct RpcRequest {
  std::string method = "POST";
  std::string target;
  transport::Fields fields;
  std::string body;
};

struct RpcAnswer {
  int http_status;
  transport::Fields head;
  std::string body;
  // What reached the method.
  std::vector<std::string> case_ids;
  bool operator==(const RpcAnswer&) const = default;
};

// The answer. Demands of every request that it is answered once and as
// the contract says, and that the call is told of or begun, never both unless it
// was broken off.
inline RpcAnswer Answered(const RpcRequest& request, size_t piece) {
  // It would tell of each string that is no UTF-8.
  google::protobuf::SetLogHandler(nullptr);
  transport::RpcWorld world(kOptions);
  transport::Exchange& exchange = world.Begin(request.method, request.target, request.fields);
  absl::string_view rest(request.body);
  while (!rest.empty()) {
    const absl::string_view part = rest.substr(0, piece);
    exchange.OnBody(part);
    rest.remove_prefix(part.size());
  }
  exchange.OnEnd();
  Demand(world.responder.violations == 0, "the responder is called as its contract says");
  Demand(world.responder.ended, "every request is answered");
  Demand(world.factory.refused.size() + static_cast<size_t>(world.factory.record.begun) == 1,
         "a call is begun or refused");
  world.exchange.reset();
  Demand(world.factory.record.alive == 0, "no call outlives its exchange");
  return {world.responder.http_status, world.responder.head, world.responder.body,
          world.factory.record.case_ids};
}

// Where a body is split makes no difference. A split needs no more than its
// size: byte by byte finds what any other would.
inline RpcAnswer AnsweredAlike(const RpcRequest& request) {
  const RpcAnswer whole = Answered(request, std::string::npos);
  Demand(Answered(request, 1) == whole, "pieces of one byte make no difference");
  Demand(Answered(request, 7) == whole, "pieces of seven bytes make no difference");
  return whole;
}

}  // namespace enlace::fuzz

#endif  // ENLACE_TESTS_FUZZ_RPC_INPUT_H_
