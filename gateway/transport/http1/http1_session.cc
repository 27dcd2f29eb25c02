#include "gateway/transport/http1/http1_session.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/optional.h"
#include "gateway/transport/http1/http1_answer.h"
#include "gateway/transport/http1/response_text.h"

namespace enlace::transport {
namespace {

class Http1Session final : public Session, public AnswerHost {
 public:
  Http1Session(SessionHost* host, ExchangeFactory* factory, const Http1Options& options)
      : host_(host), factory_(factory), options_(options), parser_(options.limits) {}
  ~Http1Session() override {
    if (answer_ != nullptr) answer_->Close();
  }

  bool Input(absl::string_view bytes, SteadyTime now) override;
  void Output(size_t at_most, std::string* out) override;
  void Tick(SteadyTime now) override;
  void Drain() override;
  bool done() const override { return closing_ && answer_ == nullptr && QueuedBytes() == 0; }
  size_t open() const override { return answer_ != nullptr ? 1 : 0; }
  absl::string_view why_closed() const override { return why_closed_; }

 private:
  // A connection reads one request at a time; the answer may end before it.
  enum class Reading { kHead, kBody };
  // An exchange whose answer has ended waits for a later turn to be destroyed.
  struct Retired {
    std::unique_ptr<Http1Answer> answer;
    absl::optional<SteadyTime> turn;
  };

  size_t QueuedBytes() const override { return wire_.size() - wire_begin_; }
  void OnAnswerGrew() override { WakeHost(); }
  void OnAnswerEnded(Http1Answer* answer, bool aborted) override;

  void TurnBegins(SteadyTime now);
  void WakeHost() {
    if (!in_input_) host_->WantsOutput();
  }
  // Reads requests out of `*bytes` for as long as one may be begun or read.
  void Advance(absl::string_view* bytes);
  void AdvanceEarly();
  void BeginExchange();
  void OnBodyPart(absl::string_view part);
  void OnRequestEnd();
  bool MustClose() const { return draining_ || overflowed_ || !keep_alive_; }
  // After an answer: what becomes of the connection.
  void AfterAnswer(bool said_close);
  // Answers `status`, unless an answer has begun, and closes.
  void Refuse(int status, absl::string_view message);
  // Ends the open exchange by OnClosed, if there is one.
  void CutAnswer();
  // Closes once Output is empty. Nothing more is read.
  void Close(absl::string_view why);
  void Overflow();
  bool CountDiscarded(size_t bytes);
  bool BodyIsLate(SteadyTime now) const;
  // Whether output waits that the peer has not taken any of for too long.
  bool IsStalled(SteadyTime now);
  void Retire();

  SessionHost* const host_;
  ExchangeFactory* const factory_;
  const Http1Options options_;
  RequestParser parser_;
  Reading reading_ = Reading::kHead;
  std::unique_ptr<Http1Answer> answer_;  // nullptr: none is open
  std::vector<Retired> retired_;
  // Bytes that came and could not be read yet.
  std::string early_;
  bool starved_ = true;  // the last read wanted more than there was
  std::string wire_;
  size_t wire_begin_ = 0;
  // Of the request that is read or answered.
  bool keep_alive_ = true;
  bool withheld_body_ = false;  // it waits for a 100 (Continue) that is not sent
  size_t body_bytes_ = 0;
  size_t discarded_bytes_ = 0;
  // Of the connection.
  bool draining_ = false, overflowed_ = false, closing_ = false, in_input_ = false;
  absl::string_view why_closed_;
  bool broken_ = false;  // Input answers false
  SteadyTime now_{};
  absl::optional<SteadyTime> head_since_, body_since_, idle_since_, stalled_since_;
  uint64_t taken_bytes_ = 0, taken_bytes_at_stall_ = 0;
};

void Http1Session::TurnBegins(SteadyTime now) {
  retired_.erase(
      std::remove_if(retired_.begin(), retired_.end(),
                     [now](const Retired& retired) { return retired.turn && *retired.turn < now; }),
      retired_.end());
  // What ended outside of Input ended in a turn whose time is not known; it may
  // be this one.
  for (Retired& retired : retired_) {
    if (!retired.turn) retired.turn = now;
  }
  now_ = now;
}

bool Http1Session::Input(absl::string_view bytes, SteadyTime now) {
  TurnBegins(now);
  if (broken_) return false;
  if (closing_ || bytes.empty()) return true;
  in_input_ = true;
  idle_since_ = now;
  if (overflowed_) {
    if (!CountDiscarded(bytes.size())) {
      CutAnswer();
      Close(why_closed_);
      broken_ = true;
    }
  } else if (early_.empty()) {
    Advance(&bytes);
    if (!closing_) early_.assign(bytes.data(), bytes.size());
  } else {
    early_.append(bytes.data(), bytes.size());
    AdvanceEarly();
  }
  if (!closing_ && !starved_ && early_.size() > options_.max_early_bytes) Overflow();
  in_input_ = false;
  return !broken_;
}

void Http1Session::AdvanceEarly() {
  absl::string_view rest = early_;
  Advance(&rest);
  if (rest.empty() || closing_) {
    early_ = std::string();
  } else {
    early_.erase(0, early_.size() - rest.size());
  }
}

void Http1Session::Advance(absl::string_view* bytes) {
  starved_ = false;
  while (!closing_ && !overflowed_) {
    if (reading_ == Reading::kHead && (answer_ != nullptr || QueuedBytes() >= options_.max_queued_bytes))
      break;
    switch (parser_.Next(bytes)) {
      case RequestParser::Event::kNeedMore:
        starved_ = true;
        if (reading_ == Reading::kHead && bytes->empty()) {
          head_since_.reset();
        } else if (reading_ == Reading::kHead && !head_since_) {
          head_since_ = now_;
        }
        return;
      case RequestParser::Event::kHead:
        head_since_.reset();
        BeginExchange();
        // Whether the peer waits to be asked for the body.
        if (answer_ != nullptr && withheld_body_ && bytes->empty() && !answer_->started()) {
          wire_.append("HTTP/1.1 100 Continue\r\n\r\n");
          WakeHost();
        }
        withheld_body_ = false;
        break;
      case RequestParser::Event::kBody:
        OnBodyPart(parser_.body());
        break;
      case RequestParser::Event::kEnd:
        OnRequestEnd();
        break;
      case RequestParser::Event::kFault:
        Refuse(parser_.fault().status, parser_.fault().message);
        broken_ = true;
        return;
    }
  }
}

void Http1Session::BeginExchange() {
  const ParsedHead& head = parser_.head();
  reading_ = Reading::kBody;
  keep_alive_ = head.keep_alive;
  withheld_body_ = head.expects_continue;
  body_bytes_ = 0;
  discarded_bytes_ = 0;
  if (!parser_.complete()) body_since_ = now_;
  answer_ = std::make_unique<Http1Answer>(
      this, Http1Answer::Request{head.http11, head.method == "HEAD", options_.max_queued_bytes});
  // It may end within Begin, and then has been put away already.
  Http1Answer* const answer = answer_.get();
  answer->set_exchange(
      factory_->Begin({HttpVersion::k11, head.method, head.target, head.authority, head.fields}, answer));
}

void Http1Session::OnBodyPart(absl::string_view part) {
  body_bytes_ += part.size();
  if (answer_ != nullptr) {
    answer_->exchange()->OnBody(part);
  } else if (!CountDiscarded(part.size())) {
    Close("body of an answered request");
  }
}

void Http1Session::OnRequestEnd() {
  reading_ = Reading::kHead;
  body_since_.reset();
  if (answer_ != nullptr) {
    answer_->exchange()->OnEnd();
  } else if (MustClose()) {
    Close(why_closed_);
  }
}

void Http1Session::OnAnswerEnded(Http1Answer* answer, bool aborted) {
  if (answer != answer_.get()) return;
  const bool complete = reading_ == Reading::kHead || parser_.complete();
  if (aborted) {
    Retire();
    Close("answer broken off");
    return;
  }
  if (!complete && !answer->head_rendered()) keep_alive_ = false;
  answer->Render(MustClose(), &wire_);
  const bool said_close = answer->said_close();
  Retire();
  // A peer that waits for 100 (Continue) takes the answer instead of it; whether
  // the body still comes cannot be known.
  if (complete || withheld_body_) AfterAnswer(said_close);
  WakeHost();
}

void Http1Session::AfterAnswer(bool said_close) {
  if (overflowed_ && !said_close) AppendRefusal(429, "too many pipelined bytes", &wire_);
  if (MustClose()) Close(why_closed_);
}

void Http1Session::Retire() {
  absl::optional<SteadyTime> turn;
  if (in_input_) turn = now_;
  retired_.push_back({std::move(answer_), turn});
}

void Http1Session::Refuse(int status, absl::string_view message) {
  // A second answer to a request that has one would be taken for the next.
  bool may_answer = reading_ == Reading::kHead;
  if (answer_ != nullptr) {
    may_answer = !answer_->head_rendered();
    CutAnswer();
  }
  if (may_answer) AppendRefusal(status, message, &wire_);
  Close(message);
}

void Http1Session::CutAnswer() {
  if (answer_ == nullptr) return;
  answer_->Close();
  Retire();
}

void Http1Session::Close(absl::string_view why) {
  why_closed_ = why;
  closing_ = true;
  WakeHost();
}

void Http1Session::Overflow() {
  overflowed_ = true;
  why_closed_ = "too many pipelined bytes";
  discarded_bytes_ = 0;
  early_ = std::string();
  if (answer_ == nullptr) Refuse(429, why_closed_);
}

bool Http1Session::CountDiscarded(size_t bytes) {
  discarded_bytes_ += bytes;
  return discarded_bytes_ <= options_.max_discarded_bytes;
}

void Http1Session::Output(size_t at_most, std::string* out) {
  while (true) {
    if (!early_.empty() && !starved_ && !closing_) AdvanceEarly();
    if (answer_ != nullptr) answer_->Render(MustClose(), &wire_);
    const size_t room = at_most > out->size() ? at_most - out->size() : 0;
    const size_t taken = std::min(room, QueuedBytes());
    if (taken == 0) return;
    if (out->empty() && wire_begin_ == 0 && taken == wire_.size()) {
      out->swap(wire_);
    } else {
      out->append(wire_, wire_begin_, taken);
      wire_begin_ += taken;
    }
    taken_bytes_ += taken;
    if (QueuedBytes() == 0) {
      wire_ = std::string();  // An idle connection holds no buffer.
      wire_begin_ = 0;
    } else if (wire_begin_ >= options_.max_queued_bytes) {
      wire_.erase(0, wire_begin_);
      wire_begin_ = 0;
    }
    if (answer_ != nullptr) answer_->TellIfWritable();
  }
}

bool Http1Session::BodyIsLate(SteadyTime now) const {
  if (!body_since_) return false;
  const auto earned = static_cast<double>(body_bytes_) /
                      static_cast<double>(std::max<size_t>(options_.min_body_bytes_per_second, 1));
  return absl::FromChrono(now - *body_since_) > options_.body_time + absl::Seconds(earned);
}

bool Http1Session::IsStalled(SteadyTime now) {
  if (QueuedBytes() + (answer_ != nullptr ? answer_->waiting_bytes() : 0) == 0) {
    stalled_since_.reset();
    return false;
  }
  if (!stalled_since_ || taken_bytes_ != taken_bytes_at_stall_) {
    stalled_since_ = now;
    taken_bytes_at_stall_ = taken_bytes_;
    return false;
  }
  return absl::FromChrono(now - *stalled_since_) > options_.stall_time;
}

void Http1Session::Tick(SteadyTime now) {
  TurnBegins(now);
  if (IsStalled(now)) {
    CutAnswer();
    wire_.clear();
    wire_begin_ = 0;
    Close("slow reader");
  }
  if (closing_) return;
  if (BodyIsLate(now)) {
    Refuse(408, "body too slow");
  } else if (head_since_ && absl::FromChrono(now - *head_since_) > options_.head_time) {
    Refuse(408, "header too slow");
  } else if (answer_ != nullptr || reading_ == Reading::kBody || QueuedBytes() > 0 || !idle_since_) {
    idle_since_ = now;
  } else if (absl::FromChrono(now - *idle_since_) > options_.idle_time) {
    Close("idle");
  }
}

void Http1Session::Drain() {
  draining_ = true;
  if (answer_ == nullptr && reading_ == Reading::kHead) Close(why_closed_);
}

}  // namespace

std::unique_ptr<Session> MakeHttp1Session(SessionHost* host, ExchangeFactory* factory,
                                          const Http1Options& options) {
  return std::make_unique<Http1Session>(host, factory, options);
}

}  // namespace enlace::transport
