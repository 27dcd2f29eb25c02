#include "gateway/transport/http1/http1_answer.h"

#include <utility>

namespace enlace::transport {

void Http1Answer::Start(int status, absl::Span<const Header> headers) {
  if (ended_ || started_) return;
  started_ = true;
  status_ = status;
  AppendFields(headers, &fields_);
  Grew();
}

void Http1Answer::Write(std::string bytes) {
  if (ended_ || !started_ || bytes.empty()) return;
  const bool bodiless = request_.head_only || status_ == 204 || status_ == 304;
  if (bodiless) {
    unsent_bytes_ += bytes.size();
    return;
  }
  if (body_.empty()) {
    body_ = std::move(bytes);
  } else {
    body_.append(bytes);
  }
  Grew();
}

void Http1Answer::End(absl::Span<const Header> trailers) {
  if (ended_) return;
  ended_ = true;
  AppendFields(trailers, &trailers_);
  // An answer without a head is a defect of what is served; never leave the peer
  // waiting for it.
  host_->OnAnswerEnded(this, /*aborted=*/!started_);
}

void Http1Answer::Abort(AbortReason) {
  if (ended_) return;
  ended_ = true;
  host_->OnAnswerEnded(this, /*aborted=*/true);
}

void Http1Answer::Grew() {
  if (host_->QueuedBytes() + body_.size() >= request_.max_queued_bytes) blocked_ = true;
  host_->OnAnswerGrew();
}

void Http1Answer::TellIfWritable() {
  if (!blocked_ || ended_) return;
  if (host_->QueuedBytes() + body_.size() > request_.max_queued_bytes / 2) return;
  blocked_ = false;
  if (exchange_ != nullptr) exchange_->OnWritable();
}

void Http1Answer::Close() {
  if (ended_) return;
  ended_ = true;
  if (exchange_ != nullptr) exchange_->OnClosed();
}

BodyFraming Http1Answer::FramingNow() const {
  if (status_ == 204 || status_ == 304) return BodyFraming::kNone;
  if (ended_ && (trailers_.empty() || !request_.http11)) return BodyFraming::kLength;
  return request_.http11 ? BodyFraming::kChunked : BodyFraming::kUntilClose;
}

void Http1Answer::Render(bool close, std::string* out) {
  if (!started_) return;
  if (!head_rendered_) {
    head_rendered_ = true;
    said_close_ = close;
    framing_ = FramingNow();
    AppendResponseHead(status_, fields_, framing_, request_.head_only ? unsent_bytes_ : body_.size(), close, out);
    fields_.clear();
  }
  if (framing_ == BodyFraming::kChunked && !request_.head_only) {
    AppendChunk(body_, out);
    if (ended_) AppendLastChunk(trailers_, out);
  } else {
    out->append(body_);
  }
  body_.clear();
}

}  // namespace enlace::transport
