// The two ways in which an RPC is served; every method of every service is one
// call of one of them.
#ifndef ENLACE_GATEWAY_TRANSPORT_SERVE_H_
#define ENLACE_GATEWAY_TRANSPORT_SERVE_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/sync_stream.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <optional>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/clock.h"
#include "gateway/base/mutex.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/handler.h"
#include "gateway/transport/seam.h"

namespace enlace::transport {

// gRPC's synchronous API tells of a cancelled call only when asked.
inline constexpr absl::Duration kCancelledCheck = absl::Milliseconds(100);
inline constexpr absl::Duration kStreamCheck = absl::Seconds(1);

// The place where a handler leaves its answer. Shared by the waiting thread and
// by Done, so that an answer that comes too late still finds its place.
template <typename Response>
class Answer {
 public:
  void Put(absl::StatusOr<Response> result) {
    base::MutexLock lock(&mu_);
    if (!result_.has_value()) result_ = std::move(result);
    arrived_.NotifyAll();
  }
  // DEADLINE_EXCEEDED at `end`, CANCELLED when the peer gave up. `end` is wall
  // time because gRPC hands deadlines out so; it keeps the peer's own by a clock
  // that nobody sets and cancels the call then.
  absl::StatusOr<Response> Take(const grpc::ServerContext& context, absl::Time end) {
    base::MutexLock lock(&mu_);
    while (!result_.has_value()) {
      const absl::Duration left = end - absl::Now();
      if (left <= absl::ZeroDuration()) return absl::DeadlineExceededError("no answer before the deadline");
      if (context.IsCancelled()) return absl::CancelledError("the peer cancelled the call");
      arrived_.WaitFor(&mu_, std::min(left, kCancelledCheck));
    }
    return *std::move(result_);
  }

 private:
  base::Mutex mu_;
  base::CondVar arrived_;
  std::optional<absl::StatusOr<Response>> result_ ABSL_GUARDED_BY(mu_);
};

// A unary RPC. Without a handler: UNIMPLEMENTED on this port.
template <typename Request, typename Response>
grpc::Status Serve(const Seam& seam, grpc::ServerContext* context,
                   service::Handler<Request, Response>* handler, const Request& request, Response* response) {
  identity::Caller caller;
  const auto serve = [&]() -> absl::Status {
    if (handler == nullptr) return absl::UnimplementedError("not served on this port");
    ASSIGN_OR_RETURN(caller, Admit(seam, *context));
    const auto answer = std::make_shared<Answer<Response>>();
    handler->Handle(caller, request,
                    [answer](absl::StatusOr<Response> result) { answer->Put(std::move(result)); });
    ASSIGN_OR_RETURN(*response, answer->Take(*context, EndOf(seam, *context)));
    return absl::OkStatus();
  };
  return Finish(seam, *context, Request::descriptor()->full_name(), caller, serve());
}

// Pumps an open stream until it ends: because its source says so, the peer went
// away or stalls, the certificate or the agency is not good any more, or the
// server stops.
template <typename Response>
absl::Status Pump(const Seam& seam, const grpc::ServerContext& context, const identity::Caller& caller,
                  service::Stream<Response>* source, OpenStream* open, grpc::ServerWriter<Response>* writer) {
  const auto write = [&](const Response& message) {
    open->WriteBegins();
    const bool sent = writer->Write(message);
    open->WriteEnds();
    return sent;
  };
  // By the steady clock, as LiveStreams.
  const auto next_heartbeat = [&seam] {
    return std::chrono::steady_clock::now() + absl::ToChronoNanoseconds(seam.heartbeat);
  };
  auto heartbeat_due = next_heartbeat();
  while (true) {
    RETURN_IF_ERROR(MayGoOn(seam, caller, context));
    ASSIGN_OR_RETURN(std::unique_ptr<Response> message, source->Poll());
    const absl::Duration until_heartbeat = absl::FromChrono(heartbeat_due - std::chrono::steady_clock::now());
    if (message == nullptr && until_heartbeat <= absl::ZeroDuration()) message = std::make_unique<Response>();
    if (message == nullptr) {
      open->Wait(std::min(until_heartbeat, kStreamCheck));
      continue;
    }
    if (!write(*message)) return absl::CancelledError("the peer does not receive any more");
    heartbeat_due = next_heartbeat();
  }
}

// A server-streaming RPC.
template <typename Request, typename Response>
grpc::Status ServeStream(const Seam& seam, grpc::ServerContext* context,
                         service::StreamHandler<Request, Response>* handler, const Request& request,
                         grpc::ServerWriter<Response>* writer) {
  identity::Caller caller;
  const auto serve = [&]() -> absl::Status {
    if (handler == nullptr) return absl::UnimplementedError("not served on this port");
    ASSIGN_OR_RETURN(caller, Admit(seam, *context));
    ASSIGN_OR_RETURN(const std::unique_ptr<OpenStream> open,
                     seam.streams->Open(caller.name(), [context] { context->TryCancel(); }));
    ASSIGN_OR_RETURN(const std::unique_ptr<service::Stream<Response>> source, handler->Open(caller, request));
    source->OnWake([&open] { open->Wake(); });
    return Pump<Response>(seam, *context, caller, source.get(), open.get(), writer);
  };
  return Finish(seam, *context, Request::descriptor()->full_name(), caller, serve());
}

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_SERVE_H_
