// Makes and signs certificates after one of our few profiles.
#ifndef ENLACE_CERTS_X509_CERTIFICATE_BUILDER_H_
#define ENLACE_CERTS_X509_CERTIFICATE_BUILDER_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"
#include "certs/x509/private_key.h"

namespace enlace::certs {

// What a certificate is for. A profile fixes basicConstraints, keyUsage and
// extendedKeyUsage; nothing of it can be asked for.
enum class Profile {
  kRoot,       // CA, pathlen 1, keyCertSign and cRLSign.
  kIssuing,    // CA, pathlen 0, keyCertSign and cRLSign, name constraints.
  kTlsClient,  // digitalSignature, clientAuth.
  kTlsServer,  // digitalSignature, serverAuth.
  kSealing,    // digitalSignature and keyAgreement, emailProtection.
};

// One certificate to be. Checks of policy are the authority's.
struct CertificateSpec {
  Profile profile = Profile::kTlsClient;
  std::string serial;              // Big-endian bytes, positive.
  std::string common_name;         // Shortened if it is longer than X.520 allows.
  std::vector<std::string> uris;   // URI SANs.
  std::vector<std::string> names;  // DNS or IP SANs as text.
  absl::Time not_before;
  absl::Time not_after;
  std::string permitted_uri_host;  // kIssuing: the only host of URI SANs below it.
};

// Signs with `signer`, the key of `issuer`; without issuer it is self-signed.
//   INVALID_ARGUMENT  a name is neither DNS nor IP, or the key cannot be read.
absl::StatusOr<Certificate> BuildCertificate(const CertificateSpec& spec, absl::string_view spki_der,
                                             const PrivateKey& signer, const Certificate* issuer);

// What stands after the trust domain of a SPIFFE URI: "agency/<id>/<unit>".
std::string UriTail(absl::string_view uri);
// The trust domain of a SPIFFE URI; empty if it is none.
std::string UriTrustDomain(absl::string_view uri);
// `text` if it fits into 64 bytes, else its start and a digest of all of it.
std::string FitCommonName(absl::string_view text);
// INVALID_ARGUMENT saying what is wrong unless `uri` has the form
// spiffe://<trust domain>/<path> in at most 255 printable ASCII characters.
absl::Status CheckUriForm(absl::string_view uri);
// INVALID_ARGUMENT unless `domain` is a DNS name in small letters.
absl::Status CheckTrustDomain(absl::string_view domain);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_CERTIFICATE_BUILDER_H_
