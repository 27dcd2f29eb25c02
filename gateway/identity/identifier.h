// Certificate -> Caller.
#ifndef ENLACE_GATEWAY_IDENTITY_IDENTIFIER_H_
#define ENLACE_GATEWAY_IDENTITY_IDENTIFIER_H_

#include <memory>
#include <string>
#include <unordered_map>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "certs/ca/authority_set.h"
#include "gateway/base/clock.h"
#include "gateway/base/mutex.h"
#include "gateway/identity/caller.h"
#include "gateway/identity/roster.h"

namespace enlace::identity {

// Turns the certificate that a TLS peer proved to hold into a Caller. Parses and
// verifies a certificate once and remembers the verdict by its bytes, until another
// authority is trusted or one is no longer; validity in time, revocation and suspension
// are checked anew on every call.
// Thread-safe. Borrows authorities, roster and clock.
class Identifier {
 public:
  Identifier(const certs::AuthoritySet& authorities, const Roster& roster, const base::Clock& clock,
             std::string trust_domain);

  // `leaf_pem` as the TLS peer presented it, empty if it presented none.
  //   UNAUTHENTICATED with the CERTIFICATE_* reason or AGENCY_SUSPENDED; the
  //   message says what is wrong with which certificate and what to do.
  absl::StatusOr<Caller> Identify(absl::string_view leaf_pem) const;

  // The same check for a caller that was identified before: for open streams.
  absl::Status StillGood(const Caller& caller) const;

 private:
  // What a certificate says, without what changes: its caller's standing.
  struct Verdict {
    Caller caller;
    absl::Time not_before;
  };
  absl::StatusOr<Verdict> Verify(absl::string_view leaf_pem) const;
  // The caller of a remembered verdict that holds at `now`; else verifies anew.
  absl::StatusOr<Caller> Recall(absl::string_view leaf_pem, absl::Time now) const;
  // Revocation and suspension; fills the agency's kind.
  absl::Status CheckStanding(Caller* caller) const;

  const certs::AuthoritySet& authorities_;
  const Roster& roster_;
  const base::Clock& clock_;
  const std::string trust_domain_;
  mutable base::Mutex mu_;
  // SHA-256 of the PEM -> what it says. Only good verdicts; at most 10,000.
  mutable std::unordered_map<std::string, Verdict> cache_ ABSL_GUARDED_BY(mu_);
  // The authorities' epoch that the verdicts are of.
  mutable uint64_t cache_epoch_ ABSL_GUARDED_BY(mu_) = 0;
};

// Parses spiffe://<trust_domain>/agency/<id>/<unit> or /admin/<name> into
// `caller`. UNAUTHENTICATED CERTIFICATE_WRONG_NAME otherwise.
absl::Status ParseIdentityUri(absl::string_view uri, absl::string_view trust_domain, Caller* caller);
std::string AgencyUri(absl::string_view trust_domain, absl::string_view agency_id, absl::string_view unit_id);
std::string AdministratorUri(absl::string_view trust_domain, absl::string_view name);

}  // namespace enlace::identity

#endif  // ENLACE_GATEWAY_IDENTITY_IDENTIFIER_H_
