#include "bench/grpc_callback.h"

#include <vector>

#include "bench/completer.h"
#include "bench/echo.grpc.pb.h"
#include "bench/server_options.h"
#include "google/protobuf/arena.h"
#include "grpcpp/support/message_allocator.h"

namespace enlace::bench {
namespace {

class EchoMessages : public grpc::MessageHolder<v1::EchoRequest, v1::EchoReply> {
 public:
  EchoMessages() {
    set_request(google::protobuf::Arena::CreateMessage<v1::EchoRequest>(&arena_));
    set_response(google::protobuf::Arena::CreateMessage<v1::EchoReply>(&arena_));
  }
  void Release() override { delete this; }

 private:
  google::protobuf::Arena arena_;
};

class EchoAllocator : public grpc::MessageAllocator<v1::EchoRequest, v1::EchoReply> {
 public:
  grpc::MessageHolder<v1::EchoRequest, v1::EchoReply>* AllocateMessages() override {
    return new EchoMessages;
  }
};

}  // namespace

class EchoCallbacks : public v1::EchoService::CallbackService {
 public:
  EchoCallbacks()
      : completer_([](std::vector<grpc::ServerUnaryReactor*>& batch) {
          for (grpc::ServerUnaryReactor* const reactor : batch) reactor->Finish(grpc::Status::OK);
        }) {
    SetMessageAllocatorFor_Echo(&allocator_);
    SetMessageAllocatorFor_EchoDeferred(&allocator_);
  }

  grpc::ServerUnaryReactor* Echo(grpc::CallbackServerContext* context, const v1::EchoRequest* /*request*/,
                                 v1::EchoReply* reply) override {
    reply->set_body(body_);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerUnaryReactor* EchoDeferred(grpc::CallbackServerContext* context,
                                         const v1::EchoRequest* /*request*/, v1::EchoReply* reply) override {
    reply->set_body(body_);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    completer_.Submit(reactor);
    return reactor;
  }

 private:
  const std::string body_ = std::string(kReplyBodyBytes, 'r');
  EchoAllocator allocator_;
  Completer<grpc::ServerUnaryReactor*> completer_;
};

GrpcCallback::GrpcCallback(grpc::ServerBuilder& builder) : service_(std::make_unique<EchoCallbacks>()) {
  builder.RegisterService(service_.get());
  server_ = builder.BuildAndStart();
}

GrpcCallback::~GrpcCallback() = default;

}  // namespace enlace::bench
