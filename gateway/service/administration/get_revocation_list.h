#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_GET_REVOCATION_LIST_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_GET_REVOCATION_LIST_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// The certificate revocation list, for third parties.
// Thread-safe. Borrows the core.
class GetRevocationList final : public Handler<v1::GetRevocationListRequest, v1::GetRevocationListResponse> {
 public:
  explicit GetRevocationList(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  void Handle(const identity::Caller& caller, const v1::GetRevocationListRequest& request,
              Done<v1::GetRevocationListResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_GET_REVOCATION_LIST_H_
