// Who depends on which authority, by what the store holds.
#ifndef ENLACE_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_STANDING_H_
#define ENLACE_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_STANDING_H_

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "certs/ca/authority_set.h"
#include "enlace/v1/authority.pb.h"
#include "gateway/store/store.h"

namespace enlace::service {

struct AuthorityStanding {
  // Certificates by it that are in force: not revoked and not at their end.
  uint32_t valid_certificates = 0;
  // The names behind the trust domain of those who hold them: agency/<id>/<unit>,
  // admin/<name>.
  std::set<std::string> holders;
  // Agencies with a unit that is enrolled and has not shown that it knows the root: it
  // neither holds a certificate in force under that root nor has said that it trusts a
  // bundle with it.
  std::set<std::string> unaware_agency_ids;
};

// By the id of the authority, one for each of `members`. Reads the whole table of
// certificates: about 5 ms for a thousand.
//   UNAVAILABLE, DATA_LOSS  as Reader.
absl::StatusOr<std::map<std::string, AuthorityStanding>> StandingOf(
    store::Reader& reader, const std::vector<certs::AuthorityMember>& members, absl::string_view trust_domain,
    absl::Time now);

// The authority as it is recorded: without counts. `state_time` is the caller's.
v1::Authority EntryOf(const certs::AuthorityMember& member, v1::AuthorityState state);

// The recorded entry; UNSPECIFIED state if there is none.
absl::StatusOr<v1::Authority> ReadAuthority(store::Reader& reader, absl::string_view authority_id);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_AUTHORITY_AUTHORITY_STANDING_H_
