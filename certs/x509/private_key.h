// Private keys on P-256, the only curve that Enlace uses.
#ifndef ENLACE_CERTS_X509_PRIVATE_KEY_H_
#define ENLACE_CERTS_X509_PRIVATE_KEY_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/base/secret.h"

namespace enlace::certs {

// A P-256 private key, in memory or in a token (token_key.h). Cheap to copy (shared, immutable); wiped with its last
// copy. Thread-safe.
class PrivateKey {
 public:
  // A new key from the system's generator.
  static absl::StatusOr<PrivateKey> Generate();
  // From PKCS#8 PEM, encrypted or not.
  //   INVALID_ARGUMENT   not a key, not P-256, or the passphrase is missing or
  //                      wrong; the message says which.
  static absl::StatusOr<PrivateKey> FromPem(const base::Secret& pem, const base::Secret& passphrase = {});
  // Takes over OpenSSL's EVP_PKEY* of a key that a token holds; only for
  // token_key.cc. INVALID_ARGUMENT if it is not P-256.
  static absl::StatusOr<PrivateKey> FromToken(void* native);
  // PKCS#8 PEM; encrypted with AES-256-CBC and scrypt if `passphrase` is given.
  //   FAILED_PRECONDITION  a token holds the key and does not give it away.
  absl::StatusOr<base::Secret> ToPem(const base::Secret& passphrase = {}) const;
  // DER SubjectPublicKeyInfo.
  const std::string& spki_der() const;
  // SHA-256 of spki_der(), 32 bytes.
  const std::string& key_id() const;
  // Whether a token holds it: signing can fail then, as long as the token is away.
  bool in_token() const;

  // OpenSSL's EVP_PKEY*, borrowed; only for files below certs/.
  void* native() const;

 private:
  struct Impl;
  explicit PrivateKey(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_PRIVATE_KEY_H_
