// The echo in gRPC C++'s callback style, with messages on an arena per call.
#ifndef ENLACE_BENCH_GRPC_CALLBACK_H_
#define ENLACE_BENCH_GRPC_CALLBACK_H_

#include <memory>

#include "grpcpp/grpcpp.h"

namespace enlace::bench {

class EchoCallbacks;

// Echo and EchoDeferred; Watch and Publish are UNIMPLEMENTED.
class GrpcCallback {
 public:
  // Starts a server with what `builder` has so far.
  explicit GrpcCallback(grpc::ServerBuilder& builder);
  ~GrpcCallback();
  bool listening() const { return server_ != nullptr; }
  // Serves until the process is killed.
  void Run() { server_->Wait(); }

 private:
  const std::unique_ptr<EchoCallbacks> service_;
  std::unique_ptr<grpc::Server> server_;
};

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_GRPC_CALLBACK_H_
