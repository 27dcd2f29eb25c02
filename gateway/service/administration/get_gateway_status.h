#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_GET_GATEWAY_STATUS_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_GET_GATEWAY_STATUS_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// What an administrator has to look after now. Tells of agencies, never of cases, so
// that it is no look.
// Thread-safe. Borrows the core.
class GetGatewayStatus final : public Handler<v1::GetGatewayStatusRequest, v1::GetGatewayStatusResponse> {
 public:
  explicit GetGatewayStatus(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  void Handle(const identity::Caller& caller, const v1::GetGatewayStatusRequest& request,
              Done<v1::GetGatewayStatusResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_GET_GATEWAY_STATUS_H_
