// The text of a one-time enrolment token, as an administrator hands it over.
#ifndef ENLACE_GATEWAY_BASE_ENROLLMENT_TOKEN_H_
#define ENLACE_GATEWAY_BASE_ENROLLMENT_TOKEN_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "gateway/base/secret.h"

namespace enlace::base {

// What a token says: where to enrol, whom to trust there, as whom, and the
// secret that is spent. It carries the root itself, so that the very first
// connection is verified as strictly as any later one.
struct EnrollmentToken {
  std::string address;   // host:port of the enrolment listener.
  std::string root_der;  // X.509 of the gateway's root authority.
  std::string uri;       // URI SAN that the certificates will have.
  Secret secret;         // 32 unpredictable bytes.
};

// "enlace1." and base64url of
//   {"v":1,"address":..,"root":<base64 DER>,"fingerprint":<hexadecimal SHA-256
//    of the DER>,"uri":..,"secret":<base64url>}
//   INVALID_ARGUMENT  a part is empty, too large or not ASCII; names it.
absl::StatusOr<std::string> FormatEnrollmentToken(const EnrollmentToken& token);

// Reads exactly what FormatEnrollmentToken writes, with blanks and line ends at
// both sides and within (tokens are copied from letters and messengers).
//   INVALID_ARGUMENT  "token: ..." with what to do about it; never quotes the
//                     text, which holds the secret.
absl::StatusOr<EnrollmentToken> ParseEnrollmentToken(absl::string_view text);

// The secret alone, in 43 characters of base64url: the password of clients that have
// no room for the whole token and were told address and root in another way (EST:
// strongSwan's pki cuts name and password off after 174 characters).
std::string FormatTokenSecret(const EnrollmentToken& token);

// What FormatTokenSecret or FormatEnrollmentToken wrote. Of the former, only the
// secret is set.
//   INVALID_ARGUMENT  as ParseEnrollmentToken.
absl::StatusOr<EnrollmentToken> ParseTokenOrSecret(absl::string_view text);

}  // namespace enlace::base

#endif  // ENLACE_GATEWAY_BASE_ENROLLMENT_TOKEN_H_
