// Streams that wait for events, by gRPC C++'s asynchronous client, on one thread.
#include <chrono>
#include <memory>
#include <vector>

#include "bench/echo.grpc.pb.h"
#include "bench/grpc_channels.h"
#include "bench/load_options.h"
#include "bench/server_process.h"

namespace enlace::bench {
namespace {

using Clock = std::chrono::steady_clock;

// Events that are not counted: streams of an earlier client end by them.
constexpr int kWarmUpEvents = 5;

// Reads without end.
class Watcher {
 public:
  Watcher(const std::shared_ptr<grpc::Channel>& channel, grpc::CompletionQueue* queue)
      : stub_(v1::EchoService::NewStub(channel)),
        reader_(stub_->AsyncWatch(&context_, v1::WatchRequest(), queue, this)) {}

  // Tells whether this was an event.
  bool Next(bool ok) {
    if (!ok) Broken("a stream", grpc::Status(grpc::UNAVAILABLE, "the server closed it"));
    const bool event = state_ == State::kReading;
    if (event && event_.body().size() != kReplyBodyBytes) {
      Broken("a stream", grpc::Status(grpc::INTERNAL, "an event of another size"));
    }
    state_ = state_ == State::kStarting ? State::kAwaitingFirst : State::kReading;
    reader_->Read(&event_, this);
    return event;
  }
  bool reading() const { return state_ == State::kReading; }

 private:
  enum class State { kStarting, kAwaitingFirst, kReading };
  const std::unique_ptr<v1::EchoService::Stub> stub_;
  State state_ = State::kStarting;
  grpc::ClientContext context_;
  v1::Event event_;
  const std::unique_ptr<grpc::ClientAsyncReader<v1::Event>> reader_;
};

class Push {
 public:
  explicit Push(const LoadOptions& options)
      : each_(options.each), channels_(Connect(options)), publisher_(v1::EchoService::NewStub(channels_[0])) {
    for (const auto& channel : channels_) {
      for (int i = 0; i < options.outstanding; ++i) {
        watchers_.push_back(std::make_unique<Watcher>(channel, &queue_));
      }
    }
    for (size_t reading = 0; reading < watchers_.size();) {
      Watcher* const watcher = Next();
      if (watcher->reading()) ++reading;
    }
  }

  // One event to every stream, awaited. Says how many streams the server knows.
  size_t Publish() {
    grpc::ClientContext context;
    v1::PublishRequest request;
    v1::PublishReply reply;
    request.set_each(each_);
    const grpc::Status status = publisher_->Publish(&context, request, &reply);
    if (!status.ok()) Broken("Publish", status);
    const size_t all = events_wanted_ += watchers_.size();
    while (events_ < all) Next();
    return reply.streams();
  }
  size_t streams() const { return watchers_.size(); }

 private:
  Watcher* Next() {
    void* tag;
    bool ok;
    if (!queue_.Next(&tag, &ok)) std::abort();
    Watcher* const watcher = static_cast<Watcher*>(tag);
    if (watcher->Next(ok)) ++events_;
    return watcher;
  }

  const bool each_;
  const std::vector<std::shared_ptr<grpc::Channel>> channels_;
  const std::unique_ptr<v1::EchoService::Stub> publisher_;
  grpc::CompletionQueue queue_;
  std::vector<std::unique_ptr<Watcher>> watchers_;
  size_t events_ = 0, events_wanted_ = 0;
};

}  // namespace

Measured PushLoad(const LoadOptions& options) {
  // Left to the end of the process, which comes while the streams are open.
  Push& push = *new Push(options);
  size_t known = 0;
  for (int i = 0; i < kWarmUpEvents; ++i) known = push.Publish();
  if (known != push.streams()) {
    Broken("the warm-up", grpc::Status(grpc::INTERNAL, "the server serves other streams besides"));
  }
  Measured measured;
  const int64_t cpu_before = CpuNanoseconds(options.processes);
  const auto begin = Clock::now();
  for (int i = 0; i < options.count; ++i) push.Publish();
  measured.cpu_nanoseconds = CpuNanoseconds(options.processes) - cpu_before;
  measured.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  measured.count = static_cast<int64_t>(options.count) * static_cast<int64_t>(push.streams());
  measured.resident_kib = ResidentKib(options.processes);
  return measured;
}

}  // namespace enlace::bench
