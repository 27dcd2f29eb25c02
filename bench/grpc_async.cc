#include "bench/grpc_async.h"

#include <deque>
#include <functional>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "bench/completer.h"
#include "bench/echo.grpc.pb.h"
#include "bench/server_options.h"

namespace enlace::bench {
namespace {

// Watch is raw, so that an event for all streams is serialised once.
using Service = v1::EchoService::WithAsyncMethod_Echo<
    v1::EchoService::WithAsyncMethod_EchoDeferred<v1::EchoService::WithAsyncMethod_Publish<
        v1::EchoService::WithRawMethod_Watch<v1::EchoService::Service>>>>;

// Calls of one method that wait for a client at the same time.
constexpr int kWaitingCalls = 128;

// What a tag of the completion queue is.
class Step {
 public:
  virtual ~Step() = default;
  // `ok` as the queue gave it.
  virtual void Next(bool ok) = 0;
};

// One unary call after the other, in one object: only the context is made anew.
template <typename Request, typename Reply>
class UnaryCall : public Step {
 public:
  using Writer = grpc::ServerAsyncResponseWriter<Reply>;
  using Await = std::function<void(grpc::ServerContext*, Request*, Writer*, void*)>;
  // Answers by Finish, now or later, from any thread.
  using Answer = std::function<void(UnaryCall*)>;

  UnaryCall(Await await, Answer answer) : await_(std::move(await)), answer_(std::move(answer)) { Wait(); }

  void Next(bool ok) override {
    if (!arrived_ && ok) {
      arrived_ = true;
      answer_(this);
    } else {
      Wait();
    }
  }

  const Request& request() const { return request_; }
  Reply& reply() { return reply_; }
  void Finish() { writer_->Finish(reply_, grpc::Status::OK, this); }

 private:
  void Wait() {
    arrived_ = false;
    writer_.reset();
    context_.reset();
    context_ = std::make_unique<grpc::ServerContext>();
    writer_ = std::make_unique<Writer>(context_.get());
    await_(context_.get(), &request_, writer_.get(), this);
  }

  const Await await_;
  const Answer answer_;
  bool arrived_ = false;
  std::unique_ptr<grpc::ServerContext> context_;
  Request request_;
  Reply reply_;
  std::unique_ptr<Writer> writer_;
};

using EchoCall = UnaryCall<v1::EchoRequest, v1::EchoReply>;
using PublishCall = UnaryCall<v1::PublishRequest, v1::PublishReply>;

grpc::ByteBuffer Serialized(const v1::Event& event) {
  grpc::ByteBuffer bytes;
  bool own_buffer;
  if (!grpc::SerializationTraits<v1::Event>::Serialize(event, &bytes, &own_buffer).ok()) std::abort();
  return bytes;
}

class WatchCall;

// The streams that are open. On the queue's thread only.
using WatchCalls = std::unordered_set<WatchCall*>;

// One stream; deletes itself when a write fails and the end of it is known.
class WatchCall : public Step {
 public:
  using Await = std::function<void(grpc::ServerContext*, grpc::ByteBuffer*,
                                   grpc::ServerAsyncWriter<grpc::ByteBuffer>*, void*)>;

  WatchCall(Await await, WatchCalls& open) : await_(std::move(await)), open_(open), writer_(&context_) {
    await_(&context_, &request_, &writer_, this);
  }

  void Next(bool ok) override {
    switch (state_) {
      case State::kWaiting:
        if (!ok) break;  // the server ends
        new WatchCall(await_, open_);
        open_.insert(this);
        state_ = State::kIdle;
        Push(Serialized(v1::Event()));
        return;
      case State::kWriting:
        if (!ok) {
          open_.erase(this);
          state_ = State::kFinishing;
          writer_.Finish(grpc::Status::CANCELLED, this);
          return;
        }
        state_ = State::kIdle;
        WriteNext();
        return;
      case State::kIdle:
      case State::kFinishing:
        break;
    }
    delete this;
  }

  void Push(const grpc::ByteBuffer& event) {
    events_.push_back(event);
    if (state_ == State::kIdle) WriteNext();
  }

 private:
  enum class State { kWaiting, kIdle, kWriting, kFinishing };

  void WriteNext() {
    if (events_.empty()) return;
    state_ = State::kWriting;
    writer_.Write(events_.front(), this);
    events_.pop_front();
  }

  const Await await_;
  WatchCalls& open_;
  State state_ = State::kWaiting;
  grpc::ServerContext context_;
  grpc::ByteBuffer request_;
  grpc::ServerAsyncWriter<grpc::ByteBuffer> writer_;
  std::deque<grpc::ByteBuffer> events_;
};

}  // namespace

class EchoQueue {
 public:
  explicit EchoQueue(grpc::ServerBuilder& builder) {
    builder.RegisterService(&service_);
    queue_ = builder.AddCompletionQueue();
    server_ = builder.BuildAndStart();
    if (server_ == nullptr) return;
    for (int i = 0; i < kWaitingCalls; ++i) {
      new EchoCall(
          [this](auto* context, auto* request, auto* writer, void* tag) {
            service_.RequestEcho(context, request, writer, queue_.get(), queue_.get(), tag);
          },
          [this](EchoCall* call) {
            call->reply().set_body(body_);
            call->Finish();
          });
      new EchoCall(
          [this](auto* context, auto* request, auto* writer, void* tag) {
            service_.RequestEchoDeferred(context, request, writer, queue_.get(), queue_.get(), tag);
          },
          [this](EchoCall* call) {
            call->reply().set_body(body_);
            completer_.Submit(call);
          });
    }
    new PublishCall(
        [this](auto* context, auto* request, auto* writer, void* tag) {
          service_.RequestPublish(context, request, writer, queue_.get(), queue_.get(), tag);
        },
        [this](PublishCall* call) {
          call->reply().set_streams(Publish(call->request().each()));
          call->Finish();
        });
    new WatchCall(
        [this](auto* context, auto* request, auto* writer, void* tag) {
          service_.RequestWatch(context, request, writer, queue_.get(), queue_.get(), tag);
        },
        streams_);
  }

  bool listening() const { return server_ != nullptr; }

  void Run() {
    void* tag;
    bool ok;
    while (queue_->Next(&tag, &ok)) static_cast<Step*>(tag)->Next(ok);
  }

 private:
  uint32_t Publish(bool each) {
    v1::Event event;
    event.set_body(body_);
    const grpc::ByteBuffer shared = Serialized(event);
    uint32_t n = 0;
    for (WatchCall* const stream : streams_) {
      if (each) {
        (*event.mutable_body())[0] = static_cast<char>(n);
        stream->Push(Serialized(event));
      } else {
        stream->Push(shared);
      }
      ++n;
    }
    return n;
  }

  const std::string body_ = std::string(kReplyBodyBytes, 'r');
  Service service_;
  std::unique_ptr<grpc::ServerCompletionQueue> queue_;
  std::unique_ptr<grpc::Server> server_;
  WatchCalls streams_;
  Completer<EchoCall*> completer_{[](std::vector<EchoCall*>& batch) {
    for (EchoCall* const call : batch) call->Finish();
  }};
};

GrpcAsync::GrpcAsync(grpc::ServerBuilder& builder) : queue_(std::make_unique<EchoQueue>(builder)) {}
GrpcAsync::~GrpcAsync() = default;
bool GrpcAsync::listening() const { return queue_->listening(); }
void GrpcAsync::Run() { queue_->Run(); }

}  // namespace enlace::bench
