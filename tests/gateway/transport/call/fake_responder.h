// The answering side of an exchange that notes what it is told.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_CALL_FAKE_RESPONDER_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_CALL_FAKE_RESPONDER_H_

#include <string>
#include <utility>

#include "gateway/transport/http/exchange.h"

namespace enlace::transport {

class FakeResponder final : public Responder {
 public:
  void Start(int with, absl::Span<const Header>) override { status = with; }
  void Write(std::string bytes) override { body += bytes; }
  void End(absl::Span<const Header>) override { ended = true; }
  void Abort(AbortReason) override { aborted = true; }
  bool writable() const override { return true; }

  int status = 0;
  std::string body;
  bool ended = false;
  bool aborted = false;
};

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_CALL_FAKE_RESPONDER_H_
