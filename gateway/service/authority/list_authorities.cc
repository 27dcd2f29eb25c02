#include "gateway/service/authority/list_authorities.h"

#include <string>
#include <utility>

#include "gateway/base/log.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/authority/authority_standing.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::ListAuthoritiesResponse> List(const Core& core) {
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  ASSIGN_OR_RETURN(const std::vector<v1::Authority> all, Authorities(core, *reader));
  v1::ListAuthoritiesResponse response;
  for (const v1::Authority& authority : all) *response.add_authorities() = authority;
  return response;
}

}  // namespace

absl::StatusOr<std::vector<v1::Authority>> Authorities(const Core& core, store::Reader& reader) {
  const std::vector<certs::AuthorityMember> members = core.authority.members();
  ASSIGN_OR_RETURN(const auto standings, StandingOf(reader, members, core.trust_domain, core.clock.Now()));
  std::vector<v1::Authority> out;
  for (const certs::AuthorityMember& member : members) {
    ASSIGN_OR_RETURN(v1::Authority entry, ReadAuthority(reader, member.id));
    if (entry.state() == v1::AUTHORITY_STATE_UNSPECIFIED) entry = EntryOf(member, member.state);
    const AuthorityStanding& standing = standings.at(member.id);
    entry.set_valid_certificates(standing.valid_certificates);
    const bool is_wanted =
        entry.state() == v1::AUTHORITY_STATE_PUBLISHED || entry.state() == v1::AUTHORITY_STATE_ISSUING;
    for (const std::string& id : standing.unaware_agency_ids) {
      if (is_wanted) entry.add_unaware_agency_ids(id);
    }
    out.push_back(std::move(entry));
  }
  return out;
}

void LookForAuthorities(const Core& core) {
  for (const std::string& problem : core.authority.Refresh()) {
    base::Log(base::LogLevel::kWarning, "authority.not_loaded", {{"problem", problem}});
  }
}

void ListAuthorities::Handle(const identity::Caller& caller, const v1::ListAuthoritiesRequest& request,
                             Done<v1::ListAuthoritiesResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  LookForAuthorities(core_);
  done(List(core_));
}

}  // namespace enlace::service
