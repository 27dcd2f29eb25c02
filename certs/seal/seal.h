// Sealing: content only the recipients can read. docs/sealing.md has the bytes.
#ifndef ENLACE_CERTS_SEAL_SEAL_H_
#define ENLACE_CERTS_SEAL_SEAL_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/x509/certificate.h"
#include "certs/x509/private_key.h"
#include "certs/x509/verifier.h"
#include "enlace/content/v1/content.pb.h"

namespace enlace::certs {

// Plaintext is padded to one of these sizes, so that a length tells little.
inline constexpr size_t kBuckets[] = {4096, 16384, 65536, 262144, 1048576};
// Largest content that can be sealed: the last bucket less the padding header.
inline constexpr size_t kMaxContent = 1048576 - 8;

struct SealRequest {
  absl::string_view content;  // Serialised enlace.content.v1 message.
  std::vector<Certificate> recipients;
  content::v1::SealBinding binding;  // recipient_key_ids is filled in by Seal.
  absl::Time signed_at;              // Now, to the second; the sender's certificate must be valid then.
};

// Pads, signs with the sender's sealing key (SignedData, the binding as a signed
// attribute, the certificate and its issuer included), then encrypts to the
// recipients (AuthEnvelopedData, AES-256-GCM, ECDH P-256 with SHA-256 KDF).
//   INVALID_ARGUMENT   signed_at unset or outside the certificate's validity, no
//                      recipient, more than 32 or the same twice, content too
//                      large, a certificate that is not for sealing, key and
//                      certificate that differ, or a foreign binding.sender_uri
//                      (empty is filled in).
absl::StatusOr<std::string> Seal(const SealRequest& request, const PrivateKey& sender_key,
                                 const Certificate& sender_certificate, const Certificate& sender_issuer);

struct Opened {
  std::string content;
  content::v1::SealBinding binding;
  Certificate sender;
  absl::Time signed_at;  // As the sender says: compare it with the log's time.
};

// Opens and checks everything before a byte is released: the tag, the sender's
// certificate against `verifier` (at the signing time, so that old envelopes
// stay readable), the signature, that the opener's key is among the bound
// recipients, that sender_uri is the certificate's URI, and padding.
//   PERMISSION_DENIED   not sealed to this key.
//   DATA_LOSS           malformed, or any check failed; the message says which.
absl::StatusOr<Opened> Open(absl::string_view cms, const PrivateKey& key, const Certificate& certificate,
                            const Verifier& verifier);

// The outer form of an envelope: what the gateway can and does check.
struct EnvelopeInfo {
  // Issuer-and-serial of each RecipientInfo: serial in hexadecimal, in order.
  std::vector<std::string> recipient_serials;
  size_t size = 0;
};

// Checks the outer form: AuthEnvelopedData, AES-256-GCM, only key-agreement
// recipients, no unprotected attributes, 1 to 32 recipients, no trailing bytes.
//   INVALID_ARGUMENT with ENVELOPE_INVALID: what is wrong.
absl::StatusOr<EnvelopeInfo> InspectEnvelope(absl::string_view cms);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_SEAL_SEAL_H_
