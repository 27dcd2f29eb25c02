// The inner SignedData of an envelope, once it is decrypted.
#ifndef ENLACE_CERTS_SEAL_SIGNED_CONTENT_H_
#define ENLACE_CERTS_SEAL_SIGNED_CONTENT_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"
#include "certs/x509/openssl_ptr.h"
#include "enlace/content/v1/content.pb.h"

namespace enlace::certs {

struct SignedContent {
  std::string padded;
  Certificate sender;
  std::vector<Certificate> carried;  // Sender's and issuer's, in the message's order.
  content::v1::SealBinding binding;
  absl::Time signed_at;
};

// Checks form and signature, and reads the signed attributes. Whether the sender
// is trusted and means this opener is the caller's to check.
//   DATA_LOSS   malformed, or the signature is wrong; the message says which.
absl::StatusOr<SignedContent> ParseSignedContent(absl::string_view der);

// DATA_LOSS unless `der` is exactly one CMS message of the type (an OpenSSL NID).
absl::StatusOr<CmsPtr> ParseCms(absl::string_view der, int type, absl::string_view what);

// DATA_LOSS: "envelope: <what>".
absl::Status EnvelopeLost(absl::string_view what);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_SEAL_SIGNED_CONTENT_H_
