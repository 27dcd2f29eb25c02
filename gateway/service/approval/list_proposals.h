#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_LIST_PROPOSALS_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_LIST_PROPOSALS_H_

#include "enlace/v1/approval_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Proposals, newest first, as they stand now: one whose time is over is EXPIRED
// whether or not that is on record yet.
// Thread-safe. Borrows the core.
class ListProposals final : public Handler<v1::ListProposalsRequest, v1::ListProposalsResponse> {
 public:
  explicit ListProposals(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   page_token or state.
  //   PERMISSION_DENIED  the caller is no administrator.
  void Handle(const identity::Caller& caller, const v1::ListProposalsRequest& request,
              Done<v1::ListProposalsResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_LIST_PROPOSALS_H_
