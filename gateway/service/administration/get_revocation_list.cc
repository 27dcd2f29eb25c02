#include "gateway/service/administration/get_revocation_list.h"

#include <utility>

#include "gateway/base/status_macros.h"

namespace enlace::service {
namespace {

absl::StatusOr<v1::GetRevocationListResponse> Get(const Core& core) {
  v1::GetRevocationListResponse response;
  ASSIGN_OR_RETURN(*response.mutable_crl_der(), core.revocation_list.Current());
  return response;
}

}  // namespace

void GetRevocationList::Handle(const identity::Caller& caller, const v1::GetRevocationListRequest&,
                               Done<v1::GetRevocationListResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  done(Get(core_));
}

}  // namespace enlace::service
