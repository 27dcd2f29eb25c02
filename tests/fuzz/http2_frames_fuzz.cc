// A server's HTTP/2 session fed with what follows the preface, in pieces of any
// size, while exchanges answer in the ways that their path names.
#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "gateway/transport/http2/http2_session.h"
#include "tests/fuzz/fuzz_input.h"

namespace {

using namespace enlace::transport;
using enlace::fuzz::Demand;

struct Life {
  Responder* responder = nullptr;  // nullptr: the answer is over
  bool owes = false;
};

class FuzzExchange final : public Exchange {
 public:
  FuzzExchange(char how, std::shared_ptr<Life> life) : how_(how), life_(std::move(life)) {}
  ~FuzzExchange() override { Demand(life_->responder == nullptr, "no exchange dies before it is over"); }

  void OnBody(absl::string_view bytes) override {
    Demand(life_->responder != nullptr, "no body after the end");
    Demand(!done_, "no body after the request's end");
    if (how_ == 'b') Finish("part", true);
    if (how_ == 'x') Abort(AbortReason::kCalm);
    if (how_ == 'e') Answer(std::string(bytes));
  }
  void OnEnd() override {
    Demand(life_->responder != nullptr && !done_, "one end, and none after the answer's");
    done_ = true;
    if (how_ == 'l' || how_ == 'w') {
      Answer(std::string(how_ == 'l' ? 700'000 : 10, 'x'));
    } else if (how_ == 'a') {
      Abort(AbortReason::kInternal);
    } else if (how_ == 't') {
      Finish("", true);
    } else if (how_ == 'n') {
      Finish("", false);
    } else {
      Finish("hello", true);
    }
  }
  void OnWritable() override {
    Demand(life_->responder != nullptr, "not writable after the end");
    Demand(life_->responder->writable(), "writable means writable");
    Answer(std::string(1000, 'y'));
    if (how_ == 'l') Finish("", true);
  }
  void OnClosed() override {
    Demand(life_->responder != nullptr, "closed once, and never after the end");
    life_->responder = nullptr;
  }

 private:
  void Answer(std::string bytes) {
    if (!started_) life_->responder->Start(200, {{"content-type", "application/grpc"}});
    started_ = true;
    life_->responder->Write(std::move(bytes));
  }
  void Finish(std::string bytes, bool trailers) {
    if (!started_) life_->responder->Start(bytes.empty() ? 404 : 200, {{"server", "x"}});
    if (!bytes.empty()) life_->responder->Write(std::move(bytes));
    const Header status{"grpc-status", "0"};
    std::exchange(life_->responder, nullptr)->End(absl::MakeConstSpan(&status, trailers ? 1 : 0));
  }
  void Abort(AbortReason reason) { std::exchange(life_->responder, nullptr)->Abort(reason); }

  const char how_;
  const std::shared_ptr<Life> life_;
  bool started_ = false;
  bool done_ = false;
};

class FuzzFactory final : public ExchangeFactory {
 public:
  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override {
    Demand(!head.method.empty(), "a request has a method");
    for (size_t i = 0; i < head.headers.size(); ++i) {
      Demand(!head.headers.at(i).name.empty() && head.headers.at(i).name[0] != ':', "no pseudo fields");
    }
    auto life = std::make_shared<Life>();
    life->responder = responder;
    lives.push_back(life);
    return std::make_unique<FuzzExchange>(head.target.size() > 1 ? head.target[1] : 'h', std::move(life));
  }
  std::vector<std::shared_ptr<Life>> lives;
};

class FuzzHost final : public SessionHost {
 public:
  void WantsOutput() override {}
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  enlace::fuzz::Input input(data, size);
  const uint8_t cut = input.Byte();
  SteadyTime now(std::chrono::hours(1));
  Http2Options options;
  options.max_streams = 16;
  FuzzHost host;
  FuzzFactory factory;
  std::unique_ptr<Session> session = MakeHttp2Session(&host, &factory, options);
  std::string out;
  bool open = session->Input("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", now);
  size_t turn = 0;
  while (open && !input.empty() && !session->done()) {
    open = session->Input(input.Take(cut == 0 ? size : cut), now);
    ++turn;
    if (cut % 3 != 1 || turn % 4 == 0) session->Output(cut % 2 == 0 ? 1 << 16 : 100, &out);
    out.clear();
    if (turn % 7 == 0) session->Tick(now += std::chrono::seconds(cut % 5 == 0 ? 20 : 1));
    if (turn == 100 && cut % 11 == 0) session->Drain();
  }
  for (int i = 0; i < 100; ++i) session->Output(1 << 16, &out);
  Demand(open || !session->why_closed().empty(), "a refusal has a reason");
  session.reset();
  for (const auto& life : factory.lives) Demand(life->responder == nullptr, "every exchange is told of its end");
  return 0;
}
