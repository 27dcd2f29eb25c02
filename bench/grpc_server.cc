// The baseline: the echo on gRPC C++, in the style that is named. Prints
// "port <n>" when it listens and serves until it is killed.
#include <cstdio>
#include <memory>
#include <string>

#include "CLI/CLI.hpp"
#include "bench/grpc_async.h"
#include "bench/grpc_callback.h"
#include "bench/server_options.h"
#include "grpcpp/grpcpp.h"

namespace enlace::bench {
namespace {

std::shared_ptr<grpc::ServerCredentials> Credentials(const ServerOptions& options) {
  if (options.plaintext) return grpc::InsecureServerCredentials();
  grpc::SslServerCredentialsOptions tls(options.client_certificate
                                            ? GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY
                                            : GRPC_SSL_DONT_REQUEST_CLIENT_CERTIFICATE);
  tls.pem_root_certs = ReadFile(options.authority);
  tls.pem_key_cert_pairs.push_back({ReadFile(options.key), ReadFile(options.certificate)});
  return grpc::SslServerCredentials(tls);
}

template <typename Server>
int Serve(const ServerOptions& options) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", Credentials(options), &port);
  Server server(builder);
  if (port == 0 || !server.listening()) {
    std::fprintf(stderr, "bench_grpc: cannot listen; look at the certificate files\n");
    return 1;
  }
  std::printf("port %d\n", port);
  std::fflush(stdout);
  server.Run();
  return 0;
}

int Main(int argc, char** argv) {
  CLI::App app("The bench's echo on gRPC C++");
  ServerOptions options;
  AddServerOptions(app, options);
  std::string style = "async";
  app.add_option("--style", style)->check(CLI::IsMember({"async", "callback"}));
  CLI11_PARSE(app, argc, argv);
  return style == "async" ? Serve<GrpcAsync>(options) : Serve<GrpcCallback>(options);
}

}  // namespace
}  // namespace enlace::bench

int main(int argc, char** argv) { return enlace::bench::Main(argc, argv); }
