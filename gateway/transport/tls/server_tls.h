// What every TLS connection of one port has in common: the server's certificate,
// the rules, and how both are read anew.
#ifndef ENLACE_GATEWAY_TRANSPORT_TLS_SERVER_TLS_H_
#define ENLACE_GATEWAY_TRANSPORT_TLS_SERVER_TLS_H_

#include <openssl/ssl.h>
#include <sys/stat.h>

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/base/mutex.h"
#include "gateway/transport/tls/tls_stream.h"

namespace enlace::transport {

struct ServerTlsOptions {
  // Where WriteTlsFiles puts the key and the chain.
  std::string folder;
  // Whether peers are asked for a certificate: yes on the mutual port.
  bool ask_certificate = true;
  // Whether a refused peer that speaks a protocol of ours (ALPN) gets an alert as
  // well, instead of calls that are refused in words.
  bool refuse_by_alert = false;
};

// TLS 1.3 alone (RFC 8446), X25519 and P-256, AES-GCM and ChaCha20; neither
// tickets nor resumption nor early data, so that every connection proves its key.
// Thread-safe; outlives its streams.
class ServerTls {
 public:
  // `check` is asked in handshakes, on the calling thread of TlsStream::Read; not
  // needed unless a certificate is asked for.
  //   NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT  a file, as CheckTlsFiles says.
  //   INTERNAL  OpenSSL did not take our rules: do not serve.
  static absl::StatusOr<std::unique_ptr<ServerTls>> New(ServerTlsOptions options, PeerCheck check);
  ~ServerTls();
  ServerTls(const ServerTls&) = delete;
  ServerTls& operator=(const ServerTls&) = delete;

  // A new connection under the pair in force. RESOURCE_EXHAUSTED without memory.
  absl::StatusOr<std::unique_ptr<TlsStream>> Accept();
  // Puts the pair that the folder holds now in force for new connections. An error
  // as from New: the old pair stays.
  absl::Status Reload();
  // Reload if the files have changed; costs two stats if not. To be called about
  // once a second. A pair that does not fit is logged once, as long as its
  // problem stays the same, and tried again at the next call.
  void ReloadIfChanged();

 private:
  // What tells one state of the files from another.
  struct Seen {
    struct Mark {
      ino_t inode = 0;
      off_t size = 0;
      int64_t modified_ns = 0;
      bool operator==(const Mark&) const = default;
    } key, chain;
    bool operator==(const Seen&) const = default;
  };
  ServerTls(ServerTlsOptions options, PeerCheck check);
  absl::StatusOr<SSL_CTX*> Load() const;
  Seen Look() const;

  const ServerTlsOptions options_;
  const PeerCheck check_;
  base::Mutex mu_;
  SSL_CTX* context_ ABSL_GUARDED_BY(mu_) = nullptr;
  Seen in_force_ ABSL_GUARDED_BY(mu_);
  std::string logged_problem_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_TLS_SERVER_TLS_H_
