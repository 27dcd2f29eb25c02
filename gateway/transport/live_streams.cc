#include "gateway/transport/live_streams.h"

#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/log.h"

namespace enlace::transport {

OpenStream::~OpenStream() { owner_->Forget(this); }

void OpenStream::Wake() {
  base::MutexLock lock(&mu_);
  woken_ = true;
  changed_.NotifyAll();
}

void OpenStream::Wait(absl::Duration at_most) {
  const SteadyTime end = std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(at_most);
  base::MutexLock lock(&mu_);
  while (!woken_ && changed_.WaitUntil(&mu_, end)) {
  }
  woken_ = false;
}

void OpenStream::WriteBegins() {
  base::MutexLock lock(&mu_);
  write_began_ = std::chrono::steady_clock::now();
}

void OpenStream::WriteEnds() {
  base::MutexLock lock(&mu_);
  write_began_ = SteadyTime::max();
}

bool OpenStream::CutIfStalled(SteadyTime since) {
  base::MutexLock lock(&mu_);
  if (write_began_ >= since) return false;
  write_began_ = SteadyTime::max();
  cut_();
  return true;
}

LiveStreams::LiveStreams(int max_streams, int max_per_caller, absl::Duration write_limit)
    : max_streams_(max_streams), max_per_caller_(max_per_caller), write_limit_(write_limit) {
  watchman_ = std::thread([this] { CutStalled(); });
}

LiveStreams::~LiveStreams() {
  {
    base::MutexLock lock(&mu_);
    stop_ = true;
    stopped_.NotifyAll();
  }
  watchman_.join();
}

absl::StatusOr<std::unique_ptr<OpenStream>> LiveStreams::Open(absl::string_view caller,
                                                              std::function<void()> cut) {
  base::MutexLock lock(&mu_);
  if (ending_) {
    return base::Refusal(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                         "the server is stopping");
  }
  int& of_caller = per_caller_[std::string(caller)];
  if (static_cast<int>(streams_.size()) >= max_streams_ || of_caller >= max_per_caller_) {
    if (of_caller == 0) per_caller_.erase(std::string(caller));
    return base::Refusal(absl::StatusCode::kResourceExhausted, v1::ERROR_REASON_QUOTA_EXCEEDED,
                         "too many open streams");
  }
  ++of_caller;
  std::unique_ptr<OpenStream> stream(new OpenStream(this, std::string(caller), std::move(cut)));
  streams_.insert(stream.get());
  return stream;
}

void LiveStreams::WakeAll() {
  base::MutexLock lock(&mu_);
  for (OpenStream* stream : streams_) stream->Wake();
}

void LiveStreams::EndAll() {
  base::MutexLock lock(&mu_);
  ending_ = true;
  for (OpenStream* stream : streams_) stream->Wake();
}

bool LiveStreams::ending() const {
  base::MutexLock lock(&mu_);
  return ending_;
}

int LiveStreams::size() const {
  base::MutexLock lock(&mu_);
  return static_cast<int>(streams_.size());
}

void LiveStreams::Forget(OpenStream* stream) {
  base::MutexLock lock(&mu_);
  streams_.erase(stream);
  const auto found = per_caller_.find(stream->caller_);
  if (--found->second == 0) per_caller_.erase(found);
}

void LiveStreams::CutStalled() {
  base::MutexLock lock(&mu_);
  while (!stop_) {
    stopped_.WaitFor(&mu_, write_limit_ / 4);
    const auto since = std::chrono::steady_clock::now() - absl::ToChronoNanoseconds(write_limit_);
    for (OpenStream* stream : streams_) {
      if (stream->CutIfStalled(since)) {
        base::Log(base::LogLevel::kWarning, "stream_stalled", {{"caller", stream->caller_}});
      }
    }
  }
}

}  // namespace enlace::transport
