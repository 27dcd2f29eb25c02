// Connections of a gRPC C++ client, each really one.
#ifndef ENLACE_BENCH_GRPC_CHANNELS_H_
#define ENLACE_BENCH_GRPC_CHANNELS_H_

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bench/load_options.h"
#include "bench/server_options.h"
#include "grpcpp/grpcpp.h"

namespace enlace::bench {

inline std::vector<std::shared_ptr<grpc::Channel>> Connect(const LoadOptions& options) {
  grpc::SslCredentialsOptions tls;
  tls.pem_root_certs = ReadFile(options.authority);
  tls.pem_cert_chain = ReadFile(options.certificate);
  tls.pem_private_key = ReadFile(options.key);
  const auto credentials = grpc::SslCredentials(tls);
  grpc::ChannelArguments arguments;
  // Without this, channels to one address share their connection.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  std::vector<std::shared_ptr<grpc::Channel>> channels;
  for (int i = 0; i < options.connections; ++i) {
    channels.push_back(
        grpc::CreateCustomChannel("127.0.0.1:" + std::to_string(options.port), credentials, arguments));
  }
  return channels;
}

[[noreturn]] inline void Broken(const char* what, const grpc::Status& status) {
  std::fprintf(stderr, "bench_load: %s ended with %d: %s\n", what, status.error_code(),
               status.error_message().c_str());
  std::exit(1);
}

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_GRPC_CHANNELS_H_
