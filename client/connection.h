// The encrypted way to one gateway.
#ifndef ENLACE_CLIENT_CONNECTION_H_
#define ENLACE_CLIENT_CONNECTION_H_

#include <grpcpp/channel.h>

#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "certs/keystore/keystore.h"
#include "client/address.h"
#include "gateway/base/mutex.h"
#include "gateway/base/secret.h"

namespace enlace::client {

// Both directions: the largest sealed payload, with room for the rest.
inline constexpr int kMaxMessageBytes = 2 << 20;

// Who we are and whom we trust. Key and chain are both empty where the server
// alone is authenticated (enrolment).
struct TlsIdentity {
  base::Secret key_pem;
  std::string chain_pem;
  std::string roots_pem;
};

// The TLS key, its chain and the bundle of a keystore.
//   FAILED_PRECONDITION  the keystore holds no identity yet: enrol first.
absl::StatusOr<TlsIdentity> IdentityFromKeystore(const certs::Keystore& keystore);

// The same from three PEM files, for those who keep their keys elsewhere.
//   NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT  naming the file.
absl::StatusOr<TlsIdentity> IdentityFromFiles(const std::string& key_path, const std::string& chain_path,
                                              const std::string& roots_path);

// What one call goes out with: a channel and, of the same identity, the key that
// signs acts. A value; cheap to copy.
struct Line {
  std::shared_ptr<grpc::Channel> channel;
  // Absent where the server alone is authenticated.
  std::optional<certs::PrivateKey> key;
  // Empty for administrators, and without a key.
  std::string agency_id;
};

struct ConnectionOptions {
  Address address;
  // Name that the server's certificate must have, where it is not the address's
  // own (an IP address behind a tunnel, say). Empty means the address.
  std::string server_name;
  // A quiet connection with calls or streams open is probed this often, and
  // given up if no answer comes in time: a stream whose other end vanished must
  // not look like a quiet one.
  absl::Duration keepalive_interval = absl::Seconds(60);
  absl::Duration keepalive_timeout = absl::Seconds(20);
};

// A gRPC channel over TLS that verifies the server against the roots given and
// nothing else (never the machine's own store). The process must have called
// certs::ApplyTlsPolicy() first, which leaves TLS 1.3 only. Thread-safe.
class Connection {
 public:
  // Makes the channel; connects with the first call.
  //   INVALID_ARGUMENT  no root, a key without chain, or either malformed.
  static absl::StatusOr<std::unique_ptr<Connection>> New(ConnectionOptions options, TlsIdentity identity);
  // A connection for enrolment: no certificate of ours, and `root_pem` alone is
  // trusted, which the token vouches for.
  static absl::StatusOr<std::unique_ptr<Connection>> NewServerOnly(ConnectionOptions options,
                                                                   const std::string& root_pem);

  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // For one call or stream; ask again for the next, since Reopen replaces it.
  std::shared_ptr<grpc::Channel> channel() const { return line().channel; }
  // The same with its key, for one act.
  Line line() const;

  // Presents another identity from the next call on, after a renewal. Calls and
  // streams under way end on the old channel.
  //   INVALID_ARGUMENT  as in New; the old identity stays.
  absl::Status Reopen(TlsIdentity identity);

  const ConnectionOptions& options() const { return options_; }

 private:
  explicit Connection(ConnectionOptions options) : options_(std::move(options)) {}
  const ConnectionOptions options_;
  mutable base::Mutex mu_;
  Line line_ ABSL_GUARDED_BY(mu_);
};

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_CONNECTION_H_
