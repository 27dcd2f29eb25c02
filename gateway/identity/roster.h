// Who is in good standing: certificates issued and revoked, agencies suspended.
#ifndef ENLACE_GATEWAY_IDENTITY_ROSTER_H_
#define ENLACE_GATEWAY_IDENTITY_ROSTER_H_

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/v1/agency.pb.h"
#include "enlace/v1/certificate.pb.h"
#include "gateway/base/mutex.h"

namespace enlace::identity {

// What the roster knows of a certificate.
struct CertificateStanding {
  std::string serial;
  std::string subject_uri;
  v1::CertificateUsage usage = v1::CERTIFICATE_USAGE_UNSPECIFIED;
  absl::Time not_before;
  absl::Time not_after;
  bool revoked = false;
  // Of a revoked one.
  absl::Time revoked_at;
  absl::Time undo_until;
  v1::RevocationReason reason = v1::REVOCATION_REASON_UNSPECIFIED;
  // When a call last came with it; infinite past if none did.
  absl::Time last_seen = absl::InfinitePast();
};

// When a certificate was last seen.
struct Sighting {
  std::string serial;
  absl::Time time;
};

// In-memory mirror of the certificates and agencies that the store holds, so
// that each RPC can be checked in under a microsecond. Filled at the start and
// after every commit that changes them; never decides anything itself.
// Thread-safe.
class Roster {
 public:
  // Takes over a certificate or its revocation.
  void Put(const v1::Certificate& certificate);
  // Takes over an agency's entry (kind, state).
  void Put(const v1::Agency& agency);

  // A call came with the certificate, or its connection is open. No change: tells no
  // listener. Nothing if the serial is unknown.
  void Seen(absl::string_view serial, absl::Time time);
  // Those whose last sighting is later by `least` than the one that is stored.
  std::vector<Sighting> Unwritten(absl::Duration least) const;
  // These are stored; also for what the store has at the start.
  void Written(const std::vector<Sighting>& sightings);
  // Something else changed by which everybody is judged: whom authorities vouch for.
  void JudgeAnew();

  // OK if the certificate may be used now:
  //   UNAUTHENTICATED CERTIFICATE_UNKNOWN   not issued by this gateway.
  //   UNAUTHENTICATED CERTIFICATE_REVOKED   names the time and the remedy.
  absl::Status CheckCertificate(absl::string_view serial) const;
  // OK if the agency takes part; AGENCY_SUSPENDED otherwise (UNAUTHENTICATED).
  // Fills `kind`.
  absl::Status CheckAgency(absl::string_view agency_id, v1::AgencyKind* kind) const;

  // Calls `visit` with every certificate, in no order, under a lock: it must return
  // soon and not call the roster.
  void VisitCertificates(const std::function<void(const CertificateStanding&)>& visit) const;
  // nullopt if the serial is unknown.
  absl::optional<CertificateStanding> FindCertificate(absl::string_view serial) const;
  // All agencies, by id, as the store has them (without sealing certificates).
  std::vector<v1::Agency> Agencies() const;

  // Rises with every change; whoever caches a verdict compares it.
  uint64_t epoch() const;
  // Calls `listener` after every change, on the changing thread. Returns an id.
  // A listener must not call Put, Listen or Unlisten.
  int Listen(std::function<void()> listener);
  // `listener` does not run any more when this returns.
  void Unlisten(int id);

 private:
  struct CertificateState {
    CertificateStanding standing;
    absl::Time written = absl::InfinitePast();
  };
  void Changed();

  // Held while listeners run; taken before mu_, never after it.
  base::Mutex listeners_mu_;
  mutable base::Mutex mu_;
  uint64_t epoch_ ABSL_GUARDED_BY(mu_) = 1;
  std::unordered_map<std::string, CertificateState> certificates_ ABSL_GUARDED_BY(mu_);
  std::map<std::string, v1::Agency> agencies_ ABSL_GUARDED_BY(mu_);
  int next_listener_ ABSL_GUARDED_BY(listeners_mu_) = 1;
  std::map<int, std::function<void()>> listeners_ ABSL_GUARDED_BY(listeners_mu_);
};

}  // namespace enlace::identity

#endif  // ENLACE_GATEWAY_IDENTITY_ROSTER_H_
