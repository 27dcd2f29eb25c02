// A session with a scripted exchange behind it, driven with bytes.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_HTTP1_HTTP1_HARNESS_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_HTTP1_HTTP1_HARNESS_H_

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/transport/http1/http1_session.h"

namespace enlace::transport {

// What one exchange saw.
struct Seen {
  std::string head;  // "POST /a host name=value;..."
  std::string body;
  bool ended = false;
  bool closed = false;
  bool destroyed = false;
  int writable = 0;
  // Only while the answer is open.
  Responder* responder = nullptr;
};

class Http1Harness : public SessionHost, public ExchangeFactory {
 public:
  using Script = std::function<void(Seen*)>;

  explicit Http1Harness(const Http1Options& options = {}) : session_(MakeHttp1Session(this, this, options)) {}

  // Run at the end of a request and in Begin; by default the body is answered.
  Script on_begin = [](Seen*) {};
  Script on_end = [](Seen* seen) { Answer(seen, seen->body); };
  Script on_writable = [](Seen*) {};

  static void Answer(Seen* seen, const std::string& body, int status = 200) {
    seen->responder->Start(status, {});
    seen->responder->Write(body);
    seen->responder->End({});
  }
  static std::string Answered(absl::string_view body) {
    return absl::StrCat("HTTP/1.1 200 OK\r\ncontent-length: ", body.size(), "\r\n\r\n", body);
  }

  bool Feed(absl::string_view bytes) { return session_->Input(bytes, now); }
  // What is sent in this turn.
  std::string Sent(size_t at_most = 1 << 24) {
    std::string out;
    session_->Output(at_most, &out);
    return out;
  }
  std::string Turn(absl::string_view bytes) {
    Feed(bytes);
    return Sent();
  }
  void Wait(absl::Duration duration) {
    now += absl::ToChronoNanoseconds(duration);
    session_->Tick(now);
  }
  Session& session() { return *session_; }
  void DestroySession() { session_.reset(); }

  void WantsOutput() override { ++wakes; }
  std::unique_ptr<Exchange> Begin(const RequestHead& head, Responder* responder) override;

  SteadyTime now{};
  int wakes = 0;
  std::vector<std::shared_ptr<Seen>> seen;

 private:
  std::unique_ptr<Session> session_;
};

class ScriptedExchange final : public Exchange {
 public:
  ScriptedExchange(Http1Harness* harness, std::shared_ptr<Seen> seen) : harness_(harness), seen_(std::move(seen)) {}
  ~ScriptedExchange() override {
    EXPECT_FALSE(running_) << "destroyed while one of its functions ran";
    seen_->destroyed = true;
  }
  void OnBody(absl::string_view bytes) override { seen_->body.append(bytes.data(), bytes.size()); }
  void OnEnd() override {
    seen_->ended = true;
    Run(harness_->on_end);
  }
  void OnWritable() override {
    ++seen_->writable;
    Run(harness_->on_writable);
  }
  void OnClosed() override { seen_->closed = true; }

 private:
  void Run(const Http1Harness::Script& script) {
    running_ = true;
    script(seen_.get());
    running_ = false;
  }
  Http1Harness* const harness_;
  const std::shared_ptr<Seen> seen_;
  bool running_ = false;
};

inline std::unique_ptr<Exchange> Http1Harness::Begin(const RequestHead& head, Responder* responder) {
  auto one = std::make_shared<Seen>();
  one->head = absl::StrCat(head.method, " ", head.target, " ", head.authority);
  for (size_t i = 0; i < head.headers.size(); ++i) {
    absl::StrAppend(&one->head, " ", head.headers.at(i).name, "=", head.headers.at(i).value);
  }
  one->responder = responder;
  seen.push_back(one);
  on_begin(one.get());
  return std::make_unique<ScriptedExchange>(this, one);
}

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_HTTP1_HTTP1_HARNESS_H_
