// Private keys in a PKCS#11 token: a hardware security module, a smart card, or
// SoftHSM2.
#ifndef ENLACE_CERTS_X509_TOKEN_KEY_H_
#define ENLACE_CERTS_X509_TOKEN_KEY_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/x509/private_key.h"
#include "gateway/base/secret.h"

namespace enlace::certs {

// How a token is reached.
struct TokenAccess {
  std::string module;  // Path of the PKCS#11 module, a shared library.
  base::Secret pin;    // Of the token's user.
};

// OK if `uri` is a PKCS#11 URI (RFC 7512) that names a key by `object` or `id`.
//   INVALID_ARGUMENT  it is none, or it holds a PIN (pin-value, pin-source), which
//                     belongs into a file of its own.
absl::Status CheckTokenUri(absl::string_view uri);

// Opens the token and finds the key; what it signs is signed in the token. Logs in
// once for the process: a token stays open for later keys whatever PIN they come
// with. A token that is plugged in, and a module that is exchanged, are seen by the
// next process. Thread-safe.
//   INVALID_ARGUMENT   as CheckTokenUri; no module given; or the key is not P-256.
//   NOT_FOUND          the module is not there, or no token and key fit the URI.
//   PERMISSION_DENIED  the token refuses the PIN. Do not try on: tokens lock
//                      themselves after a few wrong ones.
//   UNAVAILABLE        OpenSSL's engine for PKCS#11 is missing, or the module failed.
// No message holds the PIN.
absl::StatusOr<PrivateKey> LoadTokenKey(absl::string_view uri, const TokenAccess& access);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_TOKEN_KEY_H_
