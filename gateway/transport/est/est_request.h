// What EST's clients send (RFC 7030 as RFC 8951 has it): paths, passwords, bodies.
#ifndef ENLACE_GATEWAY_TRANSPORT_EST_EST_REQUEST_H_
#define ENLACE_GATEWAY_TRANSPORT_EST_EST_REQUEST_H_

#include <cstddef>
#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/types/optional.h"

namespace enlace::transport {

enum class EstOperation { kCaCerts, kCsrAttrs, kSimpleEnroll, kSimpleReenroll };

// A path of EST.
struct EstTarget {
  EstOperation operation = EstOperation::kCaCerts;
  // The label "sealing" (RFC 7030, section 3.2.2): the certificate to seal with.
  bool sealing = false;
};

// Of a body in base64, with room for line ends: a request has at most 4 KiB of DER.
inline constexpr size_t kMostEstBytes = 8 << 10;

// Whether a request's target is EST's to answer.
bool IsEst(absl::string_view target);

// None if EST has no such path here. `path` is without its query.
absl::optional<EstTarget> ParseEstTarget(absl::string_view path);

// The password in an Authorization field of the scheme Basic (RFC 7617). Whatever
// stands for the user's name is passed over: the password says who enrols.
//   UNAUTHENTICATED   TOKEN_REFUSED, told: the field is empty, of another scheme, or
//                     malformed. Never quotes it.
absl::StatusOr<std::string> ReadBasicPassword(absl::string_view authorization);

// The DER in a body of base64, with white space anywhere.
//   INVALID_ARGUMENT  CSR_REFUSED, told: anything else, PEM included.
absl::StatusOr<std::string> ReadEstBody(absl::string_view body);

}  // namespace enlace::transport

#endif  // ENLACE_GATEWAY_TRANSPORT_EST_EST_REQUEST_H_
