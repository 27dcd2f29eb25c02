// What every server of the bench is told, whichever library it is built on.
#ifndef ENLACE_BENCH_SERVER_OPTIONS_H_
#define ENLACE_BENCH_SERVER_OPTIONS_H_

#include <fstream>
#include <iterator>
#include <string>

#include "CLI/CLI.hpp"

namespace enlace::bench {

// The size of EchoReply::body and Event::body that makes a message of 656 bytes.
constexpr size_t kReplyBodyBytes = 653;

struct ServerOptions {
  // Files in PEM.
  std::string authority, certificate, key;
  // h2load cannot present a certificate.
  bool client_certificate = true;
  // Without TLS: behind a proxy.
  bool plaintext = false;
};

inline void AddServerOptions(CLI::App& app, ServerOptions& options) {
  app.add_option("--authority", options.authority, "PEM file: who signed the clients' certificates");
  app.add_option("--certificate", options.certificate, "PEM file: the server's chain");
  app.add_option("--key", options.key, "PEM file: the server's private key");
  app.add_flag("!--no-client-certificate", options.client_certificate, "ask clients for none");
  app.add_flag("--plaintext", options.plaintext, "HTTP/2 without TLS, for behind a proxy");
}

// Empty if there is no such file; TLS then refuses it.
inline std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace enlace::bench

#endif  // ENLACE_BENCH_SERVER_OPTIONS_H_
