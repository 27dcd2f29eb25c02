// The echo in gRPC C++'s asynchronous style: one completion queue, one thread,
// which is its cheapest.
#ifndef ENLACE_BENCH_GRPC_ASYNC_H_
#define ENLACE_BENCH_GRPC_ASYNC_H_

#include <memory>

#include "grpcpp/grpcpp.h"

namespace enlace::bench {

class EchoQueue;

// All of the bench's methods.
class GrpcAsync {
 public:
  // Starts a server with what `builder` has so far.
  explicit GrpcAsync(grpc::ServerBuilder& builder);
  ~GrpcAsync();
  bool listening() const;
  // Serves on this thread until the process is killed.
  void Run();

 private:
  const std::unique_ptr<EchoQueue> queue_;
};

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_GRPC_ASYNC_H_
