// Unary calls by gRPC C++'s asynchronous client, on one thread.
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

#include "bench/echo.grpc.pb.h"
#include "bench/grpc_channels.h"
#include "bench/load_options.h"
#include "bench/server_process.h"

namespace enlace::bench {
namespace {

using Clock = std::chrono::steady_clock;

// The size that makes a message of 206 bytes.
constexpr size_t kRequestBodyBytes = 203;

// One call after the other.
class Caller {
 public:
  Caller(const std::shared_ptr<grpc::Channel>& channel, bool deferred, grpc::CompletionQueue* queue)
      : stub_(v1::EchoService::NewStub(channel)), deferred_(deferred), queue_(queue) {
    request_.set_body(std::string(kRequestBodyBytes, 'q'));
    Call();
  }

  // The queue gave this back: the call is over.
  void Next() {
    if (!status_.ok() || reply_.body().size() != kReplyBodyBytes) Broken("a call", status_);
    Call();
  }

 private:
  void Call() {
    context_.emplace();
    reader_ = deferred_ ? stub_->AsyncEchoDeferred(&*context_, request_, queue_)
                        : stub_->AsyncEcho(&*context_, request_, queue_);
    reader_->Finish(&reply_, &status_, this);
  }

  const std::unique_ptr<v1::EchoService::Stub> stub_;
  const bool deferred_;
  grpc::CompletionQueue* const queue_;
  v1::EchoRequest request_;
  v1::EchoReply reply_;
  grpc::Status status_;
  std::optional<grpc::ClientContext> context_;
  std::unique_ptr<grpc::ClientAsyncResponseReader<v1::EchoReply>> reader_;
};

// Completes calls for `seconds`; says how many.
int64_t RunFor(double seconds, grpc::CompletionQueue& queue) {
  const auto end =
      Clock::now() + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(seconds));
  int64_t completed = 0;
  void* tag;
  bool ok;
  while (Clock::now() < end && queue.Next(&tag, &ok)) {
    static_cast<Caller*>(tag)->Next();
    ++completed;
  }
  return completed;
}

}  // namespace

Measured EchoLoad(const LoadOptions& options) {
  const auto channels = Connect(options);
  // Both are left to the end of the process, which comes while calls are open.
  grpc::CompletionQueue& queue = *new grpc::CompletionQueue;
  auto& callers = *new std::vector<std::unique_ptr<Caller>>;
  for (const auto& channel : channels) {
    for (int i = 0; i < options.outstanding; ++i) {
      callers.push_back(std::make_unique<Caller>(channel, options.deferred, &queue));
    }
  }
  RunFor(options.warm_up_seconds, queue);

  Measured measured;
  const int64_t cpu_before = CpuNanoseconds(options.processes);
  const auto begin = Clock::now();
  measured.count = RunFor(options.seconds, queue);
  measured.cpu_nanoseconds = CpuNanoseconds(options.processes) - cpu_before;
  measured.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  measured.resident_kib = ResidentKib(options.processes);
  if (measured.count == 0) Broken("the window", grpc::Status(grpc::UNAVAILABLE, "no call was completed"));
  return measured;
}

}  // namespace enlace::bench
