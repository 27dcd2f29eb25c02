// X.509 certificates as values.
#ifndef ENLACE_CERTS_X509_CERTIFICATE_H_
#define ENLACE_CERTS_X509_CERTIFICATE_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"

namespace enlace::certs {

// A parsed certificate. Cheap to copy (shared, immutable). Thread-safe. Parsing
// costs about 140 us: do it once per connection.
class Certificate {
 public:
  // INVALID_ARGUMENT if the bytes are not exactly one certificate.
  static absl::StatusOr<Certificate> FromDer(absl::string_view der);
  // The first certificate of a PEM text; the rest is ignored.
  static absl::StatusOr<Certificate> FromPem(absl::string_view pem);
  // All certificates of a PEM text, in order; INVALID_ARGUMENT if there is none.
  static absl::StatusOr<std::vector<Certificate>> ChainFromPem(absl::string_view pem);

  const std::string& der() const;
  std::string ToPem() const;
  // Lower-case hexadecimal without leading zeros.
  const std::string& serial() const;
  // One line for logs: CN of the subject. Never personal: our own CA sets it.
  const std::string& subject() const;
  // CN of the issuer.
  const std::string& issuer() const;
  // URI SANs in order.
  const std::vector<std::string>& uris() const;
  // DNS and IP SANs as text.
  const std::vector<std::string>& names() const;
  absl::Time not_before() const;
  absl::Time not_after() const;
  // SHA-256 of the DER, 32 bytes.
  const std::string& fingerprint() const;
  // DER SubjectPublicKeyInfo.
  const std::string& spki_der() const;
  // SHA-256 of spki_der(), 32 bytes.
  const std::string& key_id() const;
  bool is_ca() const;
  // Extended key usage names TLS clients / servers.
  bool allows_tls_client() const;
  bool allows_tls_server() const;
  // Key usage has keyAgreement and the extended key usage is emailProtection:
  // our profile for sealing.
  bool allows_sealing() const;

  // OpenSSL's X509*, borrowed; only for files below certs/.
  void* native() const;

 private:
  struct Impl;
  explicit Certificate(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_CERTIFICATE_H_
