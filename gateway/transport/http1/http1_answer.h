// One answer on its way into the bytes of an HTTP/1.1 connection.
#ifndef ENLACE_GATEWAY_TRANSPORT_HTTP1_HTTP1_ANSWER_H_
#define ENLACE_GATEWAY_TRANSPORT_HTTP1_HTTP1_ANSWER_H_

#include <cstddef>
#include <memory>
#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"
#include "gateway/transport/http/exchange.h"
#include "gateway/transport/http1/response_text.h"

namespace enlace::transport {

class Http1Answer;

// What the answer needs of its session.
class AnswerHost {
 public:
  virtual ~AnswerHost() = default;
  // Bytes that wait on the connection, without the answer's own.
  virtual size_t QueuedBytes() const = 0;
  // There is something to Render.
  virtual void OnAnswerGrew() = 0;
  // After End or Abort. The answer may be put away but not destroyed yet.
  virtual void OnAnswerEnded(Http1Answer* answer, bool aborted) = 0;
};

// A Responder that keeps what it is given until Render, at the end of the turn:
// only then is it known whether the answer is complete and can have a
// Content-Length. It owns the exchange that it answers. Calls after End, Abort
// or Close do nothing, so that a late one never reaches the next answer.
class Http1Answer final : public Responder {
 public:
  struct Request {
    bool http11 = true;
    bool head_only = false;  // HEAD: the answer has no body, whatever it says
    size_t max_queued_bytes = 0;
  };
  Http1Answer(AnswerHost* host, const Request& request) : host_(host), request_(request) {}

  void Start(int status, absl::Span<const Header> headers) override;
  void Write(std::string bytes) override;
  void End(absl::Span<const Header> trailers) override;
  void Abort(AbortReason reason) override;
  bool writable() const override { return !blocked_; }

  // Appends to `out` what can be sent now. `close` says in the head, if that
  // has not gone yet, that the connection ends with this answer.
  void Render(bool close, std::string* out);
  // Makes room be told: OnWritable, if writable was false and little waits now.
  void TellIfWritable();
  // Cuts the answer off from its session; the exchange is told if it is open.
  void Close();

  size_t waiting_bytes() const { return body_.size(); }
  bool started() const { return started_; }
  bool head_rendered() const { return head_rendered_; }
  // Whether the head that went out said that the connection ends.
  bool said_close() const { return said_close_; }
  bool ended() const { return ended_; }
  Exchange* exchange() const { return exchange_.get(); }
  void set_exchange(std::unique_ptr<Exchange> exchange) { exchange_ = std::move(exchange); }

 private:
  BodyFraming FramingNow() const;
  void Grew();

  AnswerHost* const host_;
  const Request request_;
  std::unique_ptr<Exchange> exchange_;
  int status_ = 0;
  std::string fields_, trailers_, body_;
  size_t unsent_bytes_ = 0;  // of a body that HEAD leaves out
  BodyFraming framing_ = BodyFraming::kNone;
  bool started_ = false, head_rendered_ = false, said_close_ = false, ended_ = false;
  bool blocked_ = false;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_HTTP1_HTTP1_ANSWER_H_
