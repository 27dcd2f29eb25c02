// What a root and an issuing authority must be, checked on the finished certificate
// and not on what was asked for.
#ifndef ENLACE_CERTS_CA_AUTHORITY_LINT_H_
#define ENLACE_CERTS_CA_AUTHORITY_LINT_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "certs/x509/certificate.h"

namespace enlace::certs {

// What was looked at, in words for a record of the ceremony.
struct Lint {
  std::vector<std::string> passed;
  std::vector<std::string> failed;

  // INVALID_ARGUMENT listing what failed.
  absl::Status ToStatus() const;
};

// A self-signed root as Profile::kRoot makes it. Pure.
Lint LintRoot(const Certificate& root);

// An issuing authority below `root` for one trust domain, as Profile::kIssuing makes
// it (RFC 5280, 4.2.1). Pure.
Lint LintIssuing(const Certificate& issuing, const Certificate& root, const std::string& trust_domain);

}  // namespace enlace::certs

#endif  // ENLACE_CERTS_CA_AUTHORITY_LINT_H_
