#ifndef ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CUT_CONNECTIONS_H_
#define ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CUT_CONNECTIONS_H_

#include "enlace/v1/administration_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Ends connections, once the act is in the trust log. A repetition ends none: who
// has connected again since is not meant.
// Thread-safe. Borrows the core.
class CutConnections final : public Handler<v1::CutConnectionsRequest, v1::CutConnectionsResponse> {
 public:
  explicit CutConnections(const Core& core) : core_(core) {}

  //   PERMISSION_DENIED  the caller is no administrator.
  //   INVALID_ARGUMENT   names the field that is missing or not well formed.
  //   NOT_FOUND          there is no such agency, or this gateway issued no such
  //                      certificate. A connection that has gone is none to be cut.
  void Handle(const identity::Caller& caller, const v1::CutConnectionsRequest& request,
              Done<v1::CutConnectionsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ADMINISTRATION_CUT_CONNECTIONS_H_
