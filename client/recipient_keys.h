// Whose keys content is sealed to: the gateway names them, we check them.
#ifndef ENLACE_CLIENT_RECIPIENT_KEYS_H_
#define ENLACE_CLIENT_RECIPIENT_KEYS_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/keystore/keystore.h"
#include "certs/x509/certificate.h"
#include "certs/x509/verifier.h"
#include "enlace/v1/agency.pb.h"
#include "google/protobuf/repeated_field.h"

namespace enlace::client {

// A verifier over the keystore's roots and the issuing authorities it knows.
// INVALID_ARGUMENT if the keystore has no root.
absl::StatusOr<std::unique_ptr<certs::Verifier>> VerifierOf(const certs::Keystore& keystore);
// The same that trusts former roots too: for content, which is judged by the time at
// which it was sealed.
absl::StatusOr<std::unique_ptr<certs::Verifier>> ContentVerifierOf(const certs::Keystore& keystore);

// The newest of `offered` that is valid now, after checking that it chains to
// our root, is for sealing, has the key id that the gateway says, and names
// `agency_id` in our trust domain: a gateway that slips in a key of its own is
// found out here. Pure.
//   UNAVAILABLE  the agency has no certificate that is valid now: try later,
//                when it has enrolled or renewed.
//   DATA_LOSS    a certificate is not what it is said to be: seal nothing, tell
//                the administrator.
absl::StatusOr<certs::Certificate> ChooseSealingCertificate(
    const google::protobuf::RepeatedPtrField<v1::SealingCertificate>& offered, absl::string_view agency_id,
    absl::string_view trust_domain, const certs::Verifier& verifier, absl::Time now);

}  // namespace enlace::client

#endif  // ENLACE_CLIENT_RECIPIENT_KEYS_H_
