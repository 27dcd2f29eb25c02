// Sealed payloads: what the contract carries, made and opened with a keystore.
#ifndef ENLACE_CLIENT_PAYLOAD_H_
#define ENLACE_CLIENT_PAYLOAD_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/keystore/keystore.h"
#include "certs/seal/seal.h"
#include "certs/x509/verifier.h"
#include "enlace/v1/sealed.pb.h"

namespace enlace::client {

// Version of enlace.content.v1 in SealedPayload.content_schema.
inline constexpr uint32_t kContentSchema = 1;

// An agency and the certificate that was checked for it.
struct PayloadRecipient {
  std::string agency_id;
  certs::Certificate certificate;
};

// What the seal binds, besides the recipients.
struct PayloadBinding {
  std::string case_id;
  std::string request_id;
  std::string log_origin;
};

// Seals `content` to the recipients and to our own newest sealing key, each key
// once, and describes the envelope in the order of its RecipientInfos.
//   FAILED_PRECONDITION  the keystore has no sealing key (an administrator's).
//   INVALID_ARGUMENT     as certs::Seal.
absl::StatusOr<v1::SealedPayload> SealPayload(absl::string_view content,
                                              std::vector<PayloadRecipient> recipients,
                                              const PayloadBinding& binding, const certs::Keystore& keystore,
                                              absl::Time now);

// Opens with whichever key of the keystore, old ones included, it is sealed to.
// The digest, the schema, and all that certs::Open checks, are checked.
//   PERMISSION_DENIED    not sealed to any of our keys.
//   FAILED_PRECONDITION  of a content schema that this program does not know.
//   DATA_LOSS            altered, or any check failed.
absl::StatusOr<certs::Opened> OpenPayload(const v1::SealedPayload& payload, const certs::Keystore& keystore,
                                          const certs::Verifier& verifier);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_PAYLOAD_H_
