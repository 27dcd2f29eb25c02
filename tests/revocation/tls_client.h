// A TLS client that keeps its session and tries to take it up again.
#ifndef ENLACE_TESTS_REVOCATION_TLS_CLIENT_H_
#define ENLACE_TESTS_REVOCATION_TLS_CLIENT_H_

#include <memory>

#include "absl/status/statusor.h"
#include "client/address.h"
#include "client/connection.h"

namespace enlace::revocation {

// What became of one connection.
struct Handshake {
  // Whether the server took a session up again, so that no certificate was shown.
  bool resumed = false;
  // Whether it gave a session or ticket that could be taken up again.
  bool resumable = false;
  // Whether it was still there after the handshake and a request of ours.
  bool served = false;
};

// Thread-compatible. Presents the identity with every connection.
class TlsClient {
 public:
  //   INVALID_ARGUMENT  the identity cannot be read.
  static absl::StatusOr<std::unique_ptr<TlsClient>> New(const client::Address& address,
                                                        const client::TlsIdentity& identity);
  ~TlsClient();
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  // Connects, offering the session of the connection before, and asks for / over
  // HTTP/1.1.
  //   UNAVAILABLE  no connection, or the handshake failed.
  absl::StatusOr<Handshake> Connect();

 private:
  struct Impl;
  explicit TlsClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace enlace::revocation

#endif  // ENLACE_TESTS_REVOCATION_TLS_CLIENT_H_
