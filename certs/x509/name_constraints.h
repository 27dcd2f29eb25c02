// The name constraint of our issuing authorities (RFC 5280, 4.2.1.10): one host of
// URI names, the trust domain. Only for files below certs/.
#ifndef ENLACE_CERTS_X509_NAME_CONSTRAINTS_H_
#define ENLACE_CERTS_X509_NAME_CONSTRAINTS_H_

#include <string>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/x509/openssl_ptr.h"

namespace enlace::certs {

// Permits URI names of `host` alone.
absl::StatusOr<NameConstraintsPtr> MakeNameConstraints(absl::string_view host);

// The one host of URI names that is permitted; empty if there is none, another kind
// of name or more than one.
std::string PermittedUriHost(const NAME_CONSTRAINTS* constraints);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_X509_NAME_CONSTRAINTS_H_
