#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIST_CONNECTIONS_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIST_CONNECTIONS_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Lists who is connected. Tells of agencies, never of cases, so that it is no look.
// Thread-safe. Borrows the core.
class ListConnections final : public Handler<v1::ListConnectionsRequest, v1::ListConnectionsResponse> {
 public:
  explicit ListConnections(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   INVALID_ARGUMENT   page_token is not of this method.
  void Handle(const identity::Caller& caller, const v1::ListConnectionsRequest& request,
              Done<v1::ListConnectionsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_LIST_CONNECTIONS_H_
