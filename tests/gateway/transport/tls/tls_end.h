// A server's end of TLS beside a client's, in memory, for the tests of this folder.
#ifndef ENLACE_TESTS_GATEWAY_TRANSPORT_TLS_TLS_END_H_
#define ENLACE_TESTS_GATEWAY_TRANSPORT_TLS_TLS_END_H_

#include <array>
#include <memory>
#include <string>
#include <utility>

#include "gateway/transport/tls/server_tls.h"
#include "gateway/transport/tls/tls_files.h"
#include "tests/gateway/transport/support/tls_client.h"
#include "tests/support/status_matchers.h"

namespace enlace::transport {

// Carries bytes between the two until neither has any left.
struct TlsPair {
  // `run`: shakes hands at once.
  TlsPair(std::unique_ptr<TlsStream> stream, const TlsClientOptions& options, bool run = false)
      : server(std::move(stream)), client(options) {
    if (run) Run();
  }

  void Run(std::string to_server = "") {
    std::string to_client;
    do {
      to_server += client.Step(std::exchange(to_client, {}));
      Give(std::exchange(to_server, {}), &to_client);
    } while (!to_client.empty());
  }
  void Give(const std::string& bytes, std::string* to_client) {
    std::array<char, 4096> buffer;
    server->Feed(bytes);
    while (const size_t count = server->Read(absl::MakeSpan(buffer), to_client))
      plain.append(buffer.data(), count);
  }

  std::unique_ptr<TlsStream> server;
  TlsClient client;
  // What the server has read.
  std::string plain;
};

// Puts a fresh pair into `folder`.
inline TestCredential PutServerFiles(TestPki* pki, const std::string& folder) {
  TestCredential server = pki->IssueServer();
  EXPECT_THAT(WriteTlsFiles(folder, server.key, {server.certificate}), IsOk());
  return server;
}

}  // namespace enlace::transport

#endif  // ENLACE_TESTS_GATEWAY_TRANSPORT_TLS_TLS_END_H_
