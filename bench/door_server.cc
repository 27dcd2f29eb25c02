// The bench's echo on our own door: one loop, as the baseline has one queue.
// Prints "port <n>" when it listens and serves until it is killed.
#include <stdlib.h>
#include <unistd.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "bench/door_echo.h"
#include "bench/server_options.h"
#include "certs/x509/certificate.h"
#include "certs/x509/private_key.h"
#include "certs/x509/verifier.h"
#include "gateway/base/clock.h"
#include "gateway/base/secret.h"
#include "gateway/base/status_macros.h"
#include "gateway/transport/connection/port.h"
#include "gateway/transport/http2/http2_session.h"
#include "gateway/transport/tls/tls_files.h"

namespace enlace::bench {
namespace {

// Puts the key and the chain where the door wants them, below the folder that
// they are in: that one is the bench's and goes with it.
absl::StatusOr<std::string> TlsFolder(const ServerOptions& options) {
  std::string folder = std::filesystem::path(options.certificate).parent_path() / "door-XXXXXX";
  if (mkdtemp(folder.data()) == nullptr) return absl::UnavailableError("cannot make " + folder);
  ASSIGN_OR_RETURN(const certs::PrivateKey key,
                   certs::PrivateKey::FromPem(base::Secret(ReadFile(options.key))));
  ASSIGN_OR_RETURN(const std::vector<certs::Certificate> chain,
                   certs::Certificate::ChainFromPem(ReadFile(options.certificate)));
  RETURN_IF_ERROR(transport::WriteTlsFiles(folder, key, chain));
  return folder;
}

absl::StatusOr<std::unique_ptr<certs::Verifier>> NewVerifier(const ServerOptions& options) {
  ASSIGN_OR_RETURN(std::vector<certs::Certificate> roots,
                   certs::Certificate::ChainFromPem(ReadFile(options.authority)));
  return certs::Verifier::New(std::move(roots), {});
}

absl::StatusOr<transport::PortOptions> PortOptionsOf(const ServerOptions& options) {
  transport::PortOptions port;
  port.loops = 1;
  // The client has one address.
  port.limits.per_address = 1 << 16;
  port.connections.http2 = [](transport::SessionHost* host, transport::ExchangeFactory* factory) {
    return transport::MakeHttp2Session(host, factory, transport::Http2Options());
  };
  if (!options.plaintext) {
    port.tls.emplace();
    port.tls->ask_certificate = options.client_certificate;
    // A refused client fails the run instead of being served.
    port.tls->refuse_by_alert = true;
    ASSIGN_OR_RETURN(port.tls->folder, TlsFolder(options));
  }
  return port;
}

absl::Status Serve(const ServerOptions& options) {
  std::unique_ptr<certs::Verifier> verifier;
  if (!options.plaintext && options.client_certificate) {
    ASSIGN_OR_RETURN(verifier, NewVerifier(options));
  }
  ASSIGN_OR_RETURN(transport::PortOptions port_options, PortOptionsOf(options));
  const base::SystemClock clock;
  DoorEcho echo(verifier.get());
  ASSIGN_OR_RETURN(const std::unique_ptr<transport::Port> port,
                   transport::Port::New(std::move(port_options), &echo, &clock));
  std::printf("port %d\n", port->port());
  std::fflush(stdout);
  while (true) pause();
}

int Main(int argc, char** argv) {
  CLI::App app("The bench's echo on our own door");
  ServerOptions options;
  AddServerOptions(app, options);
  CLI11_PARSE(app, argc, argv);
  const absl::Status status = Serve(options);
  std::fprintf(stderr, "bench_door: %s\n", status.ToString().c_str());
  return 1;
}

}  // namespace
}  // namespace enlace::bench

int main(int argc, char** argv) { return enlace::bench::Main(argc, argv); }
