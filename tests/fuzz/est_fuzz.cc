// Any request to EST: path, credentials and body are a stranger's. It never crashes,
// is answered once, and where its body is split makes no difference.
#include <cstdint>
#include <string>
#include <vector>

#include "certs/x509/signing_request.h"
#include "gateway/transport/est/est_request.h"
#include "tests/fuzz/fuzz_input.h"
#include "tests/gateway/transport/est/fake_est.h"

namespace {

using namespace enlace;
using namespace enlace::transport;
using fuzz::Demand;

struct Request {
  EstWorld::Port port;
  std::string method, target, body;
  Fields fields;
};

struct Answer {
  int http_status;
  Fields head;
  std::string body;
  std::vector<std::string> requests;
  bool operator==(const Answer&) const = default;
};

// As the handlers do, up to the signature.
void Judge(const google::protobuf::Message& message, CallSink* sink) {
  std::string der;
  if (message.GetDescriptor() == v1::EnrollRequest::descriptor()) {
    der = static_cast<const v1::EnrollRequest&>(message).tls_csr_der();
  } else if (message.GetDescriptor() == v1::RenewRequest::descriptor()) {
    const auto& renewal = static_cast<const v1::RenewRequest&>(message);
    der = renewal.tls_csr_der() + renewal.sealing_csr_der();
  }
  Demand(der.size() <= kMostEstBytes, "no request is larger than its body");
  const auto request = certs::ParseSigningRequest("tls_csr_der", der, certs::HolderName::kOptional);
  sink->Finish(request.ok() ? absl::UnavailableError("nobody signs here") : request.status());
}

Answer Answered(const Request& request, size_t piece) {
  EstWorld world(request.port);
  world.factory.answer = Judge;
  world.Send(request.method, request.target, request.fields, request.body, piece);
  Demand(world.responder.violations == 0, "the responder is called as its contract says");
  Demand(world.responder.ended, "every request is answered");
  Demand(world.responder.http_status >= 400, "nothing is issued here");
  Demand(!world.responder.body.empty(), "a refusal has a text");
  Demand(world.factory.refused.size() + world.factory.paths.size() == 1, "a call is begun or refused");
  world.exchange.reset();
  Demand(world.factory.alive == 0, "no call outlives its exchange");
  Answer answer{world.responder.http_status, world.responder.head, world.responder.body, {}};
  for (const auto& message : world.factory.requests) answer.requests.push_back(message->SerializeAsString());
  return answer;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  fuzz::Input input(data, size);
  Request request;
  request.port = input.Byte() % 2 == 0 ? EstWorld::Port::kEnrollment : EstWorld::Port::kMutual;
  request.method = std::string(input.Until('\n'));
  request.target = "/.well-known/est/" + std::string(input.Until('\n'));
  request.fields = {{"authorization", std::string(input.Until('\n'))},
                    {"content-type", std::string(input.Until('\n'))},
                    {"content-length", std::string(input.Until('\n'))}};
  request.body = std::string(input.Rest());
  const Answer whole = Answered(request, std::string::npos);
  Demand(Answered(request, 1) == whole, "pieces of one byte make no difference");
  Demand(Answered(request, 7) == whole, "pieces of seven bytes make no difference");
  return 0;
}
