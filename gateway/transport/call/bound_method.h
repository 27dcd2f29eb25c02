// Handlers without their types: one template for each of the two kinds of RPC.
#ifndef ENLACE_GATEWAY_TRANSPORT_CALL_BOUND_METHOD_H_
#define ENLACE_GATEWAY_TRANSPORT_CALL_BOUND_METHOD_H_

#include <functional>
#include <memory>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "gateway/base/status_macros.h"
#include "gateway/identity/caller.h"
#include "gateway/service/handler.h"
#include "gateway/transport/call/served_method.h"
#include "google/protobuf/message.h"

namespace enlace::transport {

using MessagePtr = std::unique_ptr<google::protobuf::Message>;
using MessageDone = absl::AnyInvocable<void(absl::StatusOr<MessagePtr>)>;

// A unary method. Thread-safe.
class UnaryMethod : public ServedMethod {
 public:
  using ServedMethod::ServedMethod;
  // As service::Handler; `request` is of the type of NewRequest.
  virtual void Handle(const identity::Caller& caller, const google::protobuf::Message& request,
                      MessageDone done) const = 0;
  // Whether this request belongs to the lane of urgent referrals.
  virtual bool IsUrgent(const google::protobuf::Message& request) const { return false; }
  std::unique_ptr<ServerCall> Begin(PeerCalls* peer, const CallStart& start, CallSink* sink) const final;
};

// As service::Stream.
class MessageStream {
 public:
  virtual ~MessageStream() = default;
  virtual absl::StatusOr<MessagePtr> Poll() = 0;
  virtual void OnWake(std::function<void()> wake) = 0;
};

// A server-streaming method. Thread-safe.
class StreamMethod : public ServedMethod {
 public:
  using ServedMethod::ServedMethod;
  // As service::StreamHandler.
  virtual absl::StatusOr<std::unique_ptr<MessageStream>> Open(
      const identity::Caller& caller, const google::protobuf::Message& request) const = 0;
  // An empty response.
  virtual MessagePtr NewResponse() const = 0;
  std::unique_ptr<ServerCall> Begin(PeerCalls* peer, const CallStart& start, CallSink* sink) const final;
};

template <typename Request, typename Response>
class BoundUnary final : public UnaryMethod {
 public:
  using Handler = service::Handler<Request, Response>;
  using Urgency = bool (*)(const Request&);
  // Borrows `handler`. `urgency` tells which requests are urgent referrals;
  // nullptr: none is.
  BoundUnary(const google::protobuf::MethodDescriptor* descriptor, const MethodTraits& traits,
             Handler* handler, Urgency urgency = nullptr)
      : UnaryMethod(descriptor, traits), handler_(handler), urgency_(urgency) {}

  MessagePtr NewRequest() const override { return std::make_unique<Request>(); }
  void Handle(const identity::Caller& caller, const google::protobuf::Message& request,
              MessageDone done) const override {
    handler_->Handle(caller, static_cast<const Request&>(request),
                     [done = std::move(done)](absl::StatusOr<Response> response) mutable {
                       if (!response.ok()) return done(response.status());
                       done(MessagePtr(std::make_unique<Response>(*std::move(response))));
                     });
  }
  bool IsUrgent(const google::protobuf::Message& request) const override {
    return urgency_ != nullptr && urgency_(static_cast<const Request&>(request));
  }

 private:
  Handler* const handler_;
  const Urgency urgency_;
};

template <typename Request, typename Response>
class BoundStream final : public StreamMethod {
 public:
  using Handler = service::StreamHandler<Request, Response>;
  // Borrows `handler`.
  BoundStream(const google::protobuf::MethodDescriptor* descriptor, const MethodTraits& traits,
              Handler* handler)
      : StreamMethod(descriptor, traits), handler_(handler) {}

  MessagePtr NewRequest() const override { return std::make_unique<Request>(); }
  MessagePtr NewResponse() const override { return std::make_unique<Response>(); }
  absl::StatusOr<std::unique_ptr<MessageStream>> Open(
      const identity::Caller& caller, const google::protobuf::Message& request) const override {
    ASSIGN_OR_RETURN(std::unique_ptr<service::Stream<Response>> stream,
                     handler_->Open(caller, static_cast<const Request&>(request)));
    return std::unique_ptr<MessageStream>(std::make_unique<Source>(std::move(stream)));
  }

 private:
  class Source final : public MessageStream {
   public:
    explicit Source(std::unique_ptr<service::Stream<Response>> stream) : stream_(std::move(stream)) {}
    absl::StatusOr<MessagePtr> Poll() override {
      ASSIGN_OR_RETURN(std::unique_ptr<Response> message, stream_->Poll());
      return MessagePtr(std::move(message));
    }
    void OnWake(std::function<void()> wake) override { stream_->OnWake(std::move(wake)); }

   private:
    const std::unique_ptr<service::Stream<Response>> stream_;
  };
  Handler* const handler_;
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_CALL_BOUND_METHOD_H_
