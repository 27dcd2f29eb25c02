#include "gateway/transport/http2/http2_stream.h"

#include <nghttp2/nghttp2.h>

#include <algorithm>
#include <utility>

namespace enlace::transport {
namespace {

// A recycled stream keeps its memory up to this many fields.
constexpr size_t kKeptFields = 32;

// Writes are joined up to so many bytes.
constexpr size_t kJoinedChunk = 1024;

uint32_t ErrorCodeOf(AbortReason reason) {
  switch (reason) {
    case AbortReason::kCancelled:
      return NGHTTP2_CANCEL;
    case AbortReason::kInternal:
      return NGHTTP2_INTERNAL_ERROR;
    case AbortReason::kRefused:
      return NGHTTP2_REFUSED_STREAM;
    case AbortReason::kCalm:
      return NGHTTP2_ENHANCE_YOUR_CALM;
  }
  return NGHTTP2_INTERNAL_ERROR;
}

}  // namespace

void Http2Stream::Open(int32_t id, bool no_body, SteadyTime now) {
  id_ = id;
  no_body_ = no_body;
  started_ = ended_ = aborted_ = owes_writable_ = false;
  submitted = deferred = in_ready = in_due = reset_asked = request_done = answered = false;
  unwanted = 0;
  begun = moved = now;
  header_count_ = 0;
}

void Http2Stream::Recycle() {
  DropQueue();
  if (fields_.size() > kKeptFields) fields_ = HeaderList();
  fields_.Clear();
  id_ = 0;
}

void Http2Stream::Start(int status, absl::Span<const Header> headers) {
  if (over() || started_) return;
  started_ = true;
  const std::array<char, 3> digits = {static_cast<char>('0' + status / 100 % 10),
                                      static_cast<char>('0' + status / 10 % 10),
                                      static_cast<char>('0' + status % 10)};
  fields_.Clear();
  fields_.Add(":status", absl::string_view(digits.data(), digits.size()));
  for (const Header& header : headers) fields_.Add(header.name, header.value);
  header_count_ = fields_.size();
  // RFC 9110 sections 15.3.5 and 15.4.5.
  if (status == 204 || status == 304) no_body_ = true;
  host_->Ready(this);
}

void Http2Stream::Write(std::string bytes) {
  if (over() || no_body_ || bytes.empty()) return;
  const size_t size = bytes.size();
  queued_ += size;
  // Many small messages would cost more in strings than in bytes.
  if (!chunks_.empty() && chunks_.back().size() + size <= kJoinedChunk) {
    chunks_.back() += bytes;
  } else {
    chunks_.push_back(std::move(bytes));
  }
  host_->Queued(this, size);
  if (queued_ > limit_ || !host_->ConnectionWritable()) owes_writable_ = true;
  host_->Ready(this);
}

void Http2Stream::End(absl::Span<const Header> trailers) {
  if (over()) return;
  ended_ = true;
  if (submitted) {
    fields_.Clear();
    header_count_ = 0;
  }
  if (!no_body_) {
    for (const Header& header : trailers) fields_.Add(header.name, header.value);
  }
  host_->Ready(this);
}

void Http2Stream::Abort(AbortReason reason) {
  if (over()) return;
  aborted_ = true;
  DropQueue();
  host_->Reset(this, ErrorCodeOf(reason));
}

bool Http2Stream::writable() const {
  if (queued_ <= limit_ && host_->ConnectionWritable()) return true;
  owes_writable_ = true;
  return false;
}

size_t Http2Stream::Send(size_t bytes, std::string* out) {
  size_t whole = 0;
  queued_ -= bytes;
  while (bytes > 0) {
    std::string& chunk = chunks_[first_chunk_];
    const size_t size = std::min(bytes, chunk.size() - sent_of_first_);
    out->append(chunk, sent_of_first_, size);
    bytes -= size;
    sent_of_first_ += size;
    if (sent_of_first_ < chunk.size()) break;
    ++whole;
    sent_of_first_ = 0;
    std::string().swap(chunk);  // A slow reader should not hold what it has got.
    ++first_chunk_;
  }
  if (first_chunk_ == chunks_.size()) {
    chunks_.clear();
    first_chunk_ = 0;
  } else if (first_chunk_ >= 32 && first_chunk_ * 2 >= chunks_.size()) {
    // At least half is moved away each time, so that a long stream costs O(1)
    // per Write.
    chunks_.erase(chunks_.begin(), chunks_.begin() + static_cast<ptrdiff_t>(first_chunk_));
    first_chunk_ = 0;
  }
  return whole;
}

bool Http2Stream::TakeWritable() {
  if (!owes_writable_ || over() || queued_ > limit_ / 2) return false;
  owes_writable_ = false;
  return true;
}

void Http2Stream::DropQueue() {
  if (queued_ > 0) host_->Dropped(queued_);
  queued_ = 0;
  if (chunks_.size() > 2) {
    absl::InlinedVector<std::string, 2>().swap(chunks_);
  } else {
    chunks_.clear();
  }
  first_chunk_ = 0;
  sent_of_first_ = 0;
}

}  // namespace enlace::transport
