#include "gateway/service/administration/get_revocation_list.h"

#include <utility>
#include <vector>

#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/store/certificate_rows.h"

namespace enlace::service {
namespace {

constexpr absl::Duration kLife = absl::Hours(24);

absl::StatusOr<v1::GetRevocationListResponse> Make(const Core& core) {
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  const absl::Time now = core.clock.Now();
  std::vector<certs::RevokedEntry> revoked;
  std::string after;
  do {
    ASSIGN_OR_RETURN(const std::vector<v1::Certificate> page, store::ListCertificates(*reader, "", 500, &after));
    for (const v1::Certificate& certificate : page) {
      if (!certificate.has_revoke_time() || base::FromProto(certificate.not_after()) <= now) continue;
      revoked.push_back({certificate.serial(), base::FromProto(certificate.revoke_time()),
                         static_cast<int>(certificate.revocation_reason())});
    }
  } while (!after.empty());
  v1::GetRevocationListResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crl_der(),
                   core.authority.MakeCrl(revoked, static_cast<uint64_t>(absl::ToUnixSeconds(now)), now, kLife));
  return response;
}

}  // namespace

void GetRevocationList::Handle(const identity::Caller& caller, const v1::GetRevocationListRequest& request,
                               Done<v1::GetRevocationListResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  done(Make(core_));
}

}  // namespace enlace::service
