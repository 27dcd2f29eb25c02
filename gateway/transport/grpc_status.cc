#include "gateway/transport/grpc_status.h"

namespace enlace::transport {

grpc::Status ToGrpcStatus(const absl::Status& status) {
  if (status.ok()) return grpc::Status::OK;
  const google::rpc::Status encoded = EncodeStatus(status);
  return grpc::Status(static_cast<grpc::StatusCode>(encoded.code()), encoded.message(),
                      encoded.SerializeAsString());
}

}  // namespace enlace::transport
