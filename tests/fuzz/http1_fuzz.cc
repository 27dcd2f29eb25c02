// Any bytes as an HTTP/1.1 connection: never crashes, and what is read does not
// depend on where the bytes were split.
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gateway/transport/http1/http1_session.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace enlace::transport;
using enlace::fuzz::Demand;

// How exchanges answer; from the first byte of the input.
enum class Manner { kAtEnd, kAtBegin, kLater, kStreamed, kBrokenOff };

struct Peer final : SessionHost, ExchangeFactory {
  explicit Peer(Manner manner) : manner(manner) {
    Http1Options options;
    options.limits.max_head_bytes = 1024;
    options.limits.max_target_bytes = 256;
    options.limits.max_fields = 8;
    options.max_early_bytes = 512;
    options.max_discarded_bytes = 1024;
    session = MakeHttp1Session(this, this, options);
  }
  void WantsOutput() override {}
  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override;

  // A turn of the loop: bytes, answers that come later, output, time.
  bool Turn(absl::string_view bytes) {
    const bool good = session->Input(bytes, now);
    if (pending != nullptr && manner == Manner::kLater) {
      Responder* const responder = std::exchange(pending, nullptr);
      responder->Start(200, {});
      responder->Write("later");
      responder->End({});
    } else if (pending != nullptr && manner == Manner::kStreamed) {
      Stream();
    }
    session->Output(1 << 20, &sent);
    now += std::chrono::microseconds(1);
    if (++turns % 10 == 0) session->Tick(now);
    Demand(session->open() <= 1, "one exchange at a time");
    Demand(good || !session->why_closed().empty(), "a connection that is closed says why");
    return good && !session->done();
  }
  void Stream() {
    if (!started) pending->Start(200, {});
    started = true;
    pending->Write("part");
    if (turns % 3 != 2) return;
    started = false;
    const Header trailers[] = {{"grpc-status", "0"}};
    std::exchange(pending, nullptr)->End(trailers);
  }

  const Manner manner;
  std::unique_ptr<Session> session;
  SteadyTime now{};
  int turns = 0;
  std::string seen, sent;
  Responder* pending = nullptr;
  bool started = false;
};

struct OneExchange final : Exchange {
  OneExchange(Peer* peer, Responder* responder) : peer(peer), responder(responder) {}
  void OnBody(absl::string_view bytes) override {
    Demand(!bytes.empty(), "a part of a body is not empty");
    Demand(responder != nullptr && !ended, "no body after the end");
    absl::StrAppend(&peer->seen, bytes);
  }
  void OnEnd() override {
    Demand(responder != nullptr && !ended, "one end");
    ended = true;
    absl::StrAppend(&peer->seen, "}");
    if (peer->manner == Manner::kAtEnd) {
      Answer(responder);
    } else if (peer->manner == Manner::kBrokenOff) {
      std::exchange(responder, nullptr)->Abort(AbortReason::kInternal);
    } else {
      peer->pending = responder;
    }
  }
  void Answer(Responder* to) {
    responder = nullptr;
    to->Start(200, {});
    to->Write("whole");
    to->End({});
  }
  void OnWritable() override {}
  void OnClosed() override {
    responder = nullptr;
    peer->pending = nullptr;
    peer->started = false;
  }
  Peer* const peer;
  Responder* responder;
  bool ended = false;
};

std::unique_ptr<Exchange> Peer::Begin(const RequestHead& head, Responder* responder) {
  Demand(head.headers.size() <= 8, "no more fields than may be");
  Demand(head.target.size() <= 256 && !head.target.empty(), "a target within its limit");
  for (size_t i = 0; i < head.headers.size(); ++i) {
    Demand(head.headers.at(i).value.find_first_of(absl::string_view("\r\n\0", 3)) == absl::string_view::npos,
           "a value is one line");
  }
  absl::StrAppend(&seen, head.method, " ", head.target, " ", head.authority, "{");
  auto exchange = std::make_unique<OneExchange>(this, responder);
  if (manner == Manner::kAtBegin) exchange->Answer(responder);
  return exchange;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  enlace::fuzz::Input input(data, size);
  const auto manner = static_cast<Manner>(input.Byte() % 5);
  const size_t piece = input.Byte() % 64 + 1;
  const absl::string_view bytes = input.Rest();
  Peer whole(manner), split(manner);
  whole.Turn(bytes);
  for (size_t at = 0; at < bytes.size(); at += piece) {
    if (!split.Turn(bytes.substr(at, piece))) break;
  }
  if (manner == Manner::kAtEnd) {
    Demand(whole.seen == split.seen, "requests do not depend on how their bytes are split");
    // Only a peer that waits is told to go on.
    const auto answers = [](const Peer& peer) {
      return absl::StrReplaceAll(peer.sent, {{"HTTP/1.1 100 Continue\r\n\r\n", ""}});
    };
    Demand(answers(whole) == answers(split), "nor do answers");
  }
  split.session->Drain();
  return 0;
}
