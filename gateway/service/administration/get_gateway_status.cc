#include "gateway/service/administration/get_gateway_status.h"

#include <utility>

#include "gateway/service/certificates/gateway_status.h"

namespace enlace::service {

void GetGatewayStatus::Handle(const identity::Caller& caller, const v1::GetGatewayStatusRequest&,
                              Done<v1::GetGatewayStatusResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  done(StatusOf(core_));
}

}  // namespace enlace::service
