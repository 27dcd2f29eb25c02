#include "bench/door_echo.h"

#include <array>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "bench/server_options.h"
#include "certs/x509/certificate.h"
#include "gateway/base/digest.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/rpc/rpc_exchange.h"

namespace enlace::bench {
namespace {

using google::protobuf::Message;
using transport::CallSink;
using transport::Loop;
using transport::ServerCall;

// Answers on the loop.
class EchoCall final : public ServerCall {
 public:
  EchoCall(DoorEcho* echo, CallSink* sink) : echo_(echo), sink_(sink) {}
  void OnMessage(std::unique_ptr<Message> /*message*/) override {}
  void OnHalfClose() override {
    sink_->Send(echo_->Reply());
    sink_->Finish(absl::OkStatus());
  }
  void OnWritable() override {}

 private:
  DoorEcho* const echo_;
  CallSink* const sink_;
};

// Is answered from the other thread.
class DeferredCall final : public ServerCall {
 public:
  DeferredCall(DoorEcho* echo, CallSink* sink, Loop* loop)
      : echo_(echo), deferred_(std::make_shared<Deferred>(Deferred{sink, loop})) {}
  ~DeferredCall() override { deferred_->sink = nullptr; }
  void OnMessage(std::unique_ptr<Message> /*message*/) override {}
  void OnHalfClose() override { echo_->Defer(deferred_); }
  void OnWritable() override {}

 private:
  DoorEcho* const echo_;
  const std::shared_ptr<Deferred> deferred_;
};

class WatchCall final : public ServerCall {
 public:
  WatchCall(DoorEcho* echo, CallSink* sink) : echo_(echo), sink_(sink) {}
  ~WatchCall() override { echo_->Remove(sink_); }
  void OnMessage(std::unique_ptr<Message> /*message*/) override {}
  void OnHalfClose() override {
    sink_->Send(v1::Event());
    echo_->Add(sink_);
  }
  // The client takes each event before it asks for the next one.
  void OnWritable() override {}

 private:
  DoorEcho* const echo_;
  CallSink* const sink_;
};

class PublishCall final : public ServerCall {
 public:
  PublishCall(DoorEcho* echo, CallSink* sink) : echo_(echo), sink_(sink) {}
  void OnMessage(std::unique_ptr<Message> message) override {
    each_ = static_cast<const v1::PublishRequest&>(*message).each();
  }
  void OnHalfClose() override {
    v1::PublishReply reply;
    reply.set_streams(echo_->Publish(each_));
    sink_->Send(reply);
    sink_->Finish(absl::OkStatus());
  }
  void OnWritable() override {}

 private:
  DoorEcho* const echo_;
  CallSink* const sink_;
  bool each_ = false;
};

using NewCall = std::unique_ptr<ServerCall> (*)(DoorEcho*, CallSink*, Loop*);

template <typename Call>
std::unique_ptr<ServerCall> New(DoorEcho* echo, CallSink* sink, Loop* /*loop*/) {
  return std::make_unique<Call>(echo, sink);
}
std::unique_ptr<ServerCall> NewDeferred(DoorEcho* echo, CallSink* sink, Loop* loop) {
  return std::make_unique<DeferredCall>(echo, sink, loop);
}

class EchoMethod final : public transport::Method {
 public:
  EchoMethod(absl::string_view path, const Message& request, bool server_streaming, NewCall new_call)
      : path_(path), request_(request), server_streaming_(server_streaming), new_call_(new_call) {}
  absl::string_view path() const override { return path_; }
  bool client_streaming() const override { return false; }
  bool server_streaming() const override { return server_streaming_; }
  bool no_side_effects() const override { return false; }
  std::unique_ptr<Message> NewRequest() const override { return std::unique_ptr<Message>(request_.New()); }
  NewCall new_call() const { return new_call_; }

 private:
  const absl::string_view path_;
  const Message& request_;
  const bool server_streaming_;
  const NewCall new_call_;
};

const std::array<EchoMethod, 4>& Methods() {
  static const auto& methods = *new std::array<EchoMethod, 4>{
      EchoMethod("/enlace.bench.v1.EchoService/Echo", v1::EchoRequest::default_instance(), false,
                 New<EchoCall>),
      EchoMethod("/enlace.bench.v1.EchoService/EchoDeferred", v1::EchoRequest::default_instance(), false,
                 NewDeferred),
      EchoMethod("/enlace.bench.v1.EchoService/Watch", v1::WatchRequest::default_instance(), true,
                 New<WatchCall>),
      EchoMethod("/enlace.bench.v1.EchoService/Publish", v1::PublishRequest::default_instance(), false,
                 New<PublishCall>)};
  return methods;
}

// One connection.
class EchoConnection final : public transport::ExchangeFactory, public transport::CallFactory {
 public:
  EchoConnection(DoorEcho* echo, Loop* loop) : echo_(echo), loop_(loop) {}

  std::unique_ptr<transport::Exchange> Begin(const transport::RequestHead& head,
                                             transport::Responder* responder) override {
    return transport::BeginRpc(head, responder, this, loop_, options_);
  }
  const transport::Method* Find(absl::string_view path) const override {
    for (const EchoMethod& method : Methods()) {
      if (method.path() == path) return &method;
    }
    return nullptr;
  }
  std::unique_ptr<ServerCall> Begin(const transport::Method& method, const transport::CallStart& /*start*/,
                                    CallSink* sink) override {
    return static_cast<const EchoMethod&>(method).new_call()(echo_, sink, loop_);
  }
  void Refused(absl::string_view /*path*/, const absl::Status& /*status*/) override {}

 private:
  DoorEcho* const echo_;
  Loop* const loop_;
  const transport::RpcOptions options_;
};

}  // namespace

DoorEcho::DoorEcho(const certs::Verifier* verifier)
    : verifier_(verifier), body_(kReplyBodyBytes, 'r'), completer_([this](auto& batch) { Complete(batch); }) {
  event_.set_body(body_);
}

DoorEcho::~DoorEcho() = default;

absl::Status DoorEcho::CheckPeer(absl::string_view leaf_pem) {
  if (verifier_ == nullptr) return absl::OkStatus();
  std::string hash = base::Sha256(leaf_pem);
  {
    base::MutexLock lock(&mu_);
    if (known_.count(hash) != 0) return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const certs::Certificate leaf, certs::Certificate::FromPem(leaf_pem));
  RETURN_IF_ERROR(verifier_->Verify(leaf, {}, certs::Purpose::kTlsClient, absl::Now()));
  base::MutexLock lock(&mu_);
  known_.insert(std::move(hash));
  return absl::OkStatus();
}

std::unique_ptr<transport::ExchangeFactory> DoorEcho::Welcome(const transport::PeerInfo& /*peer*/, Loop* loop,
                                                              transport::Connection* /*connection*/) {
  return std::make_unique<EchoConnection>(this, loop);
}

const v1::EchoReply& DoorEcho::Reply() {
  reply_.set_body(body_);
  return reply_;
}

void DoorEcho::Defer(std::shared_ptr<Deferred> call) {
  if (deferred_.empty()) {
    call->loop->Post([this] {
      completer_.SubmitAll(deferred_);
      deferred_.clear();
    });
  }
  deferred_.push_back(std::move(call));
}

void DoorEcho::Complete(std::vector<std::shared_ptr<Deferred>>& batch) {
  // One post for all of them: the port has one loop.
  Loop* const loop = batch.front()->loop;
  loop->Post([this, calls = std::move(batch)] {
    for (const std::shared_ptr<Deferred>& call : calls) {
      CallSink* const sink = std::exchange(call->sink, nullptr);
      if (sink == nullptr) continue;
      sink->Send(Reply());
      sink->Finish(absl::OkStatus());
    }
  });
}

uint32_t DoorEcho::Publish(bool each) {
  uint32_t n = 0;
  for (CallSink* const stream : streams_) {
    if (each) (*event_.mutable_body())[0] = static_cast<char>(n);
    stream->Send(event_);
    ++n;
  }
  return n;
}

}  // namespace enlace::bench
