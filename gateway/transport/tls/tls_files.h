// The server's key and certificate as files that gRPC watches.
#ifndef ENLACE_GATEWAY_TRANSPORT_TLS_TLS_FILES_H_
#define ENLACE_GATEWAY_TRANSPORT_TLS_TLS_FILES_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "certs/x509/certificate.h"
#include "certs/x509/private_key.h"

namespace enlace::transport {

// Where the files of `folder` are read: <folder>/current/tls.key and tls.pem.
// `current` is a link to a folder that holds one pair, so that a reader never
// sees the key of one certificate beside another.
std::string TlsKeyPath(const std::string& folder);
std::string TlsChainPath(const std::string& folder);

// Puts a pair in force: at once for a server that starts, within two seconds
// for one that runs. Makes `folder` with mode 0700. gRPC refuses every
// handshake while key and certificate do not match, so that nothing is written
// unless they do. One writer at a time.
//   INVALID_ARGUMENT  the chain is empty, its first certificate is not of `key`
//                     or not for TLS servers: nothing was changed.
//   UNAVAILABLE       a file could not be written: the old pair stays in force.
absl::Status WriteTlsFiles(const std::string& folder, const certs::PrivateKey& key,
                           const std::vector<certs::Certificate>& chain);

// OK if the folder holds a pair that a server can start with.
//   NOT_FOUND, PERMISSION_DENIED, INVALID_ARGUMENT  which file, and why.
absl::Status CheckTlsFiles(const std::string& folder);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_TLS_TLS_FILES_H_
