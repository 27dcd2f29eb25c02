#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_REJECT_PROPOSAL_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_REJECT_PROPOSAL_H_

#include "enlace/v1/approval_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Ends an open proposal: withdrawn if the proposer does it, rejected if anybody else.
// Thread-safe. Borrows the core.
class RejectProposal final : public Handler<v1::RejectProposalRequest, v1::RejectProposalResponse> {
 public:
  explicit RejectProposal(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed.
  //   PERMISSION_DENIED    the caller is no administrator.
  //   NOT_FOUND            there is no such proposal.
  //   FAILED_PRECONDITION  PROPOSAL_CLOSED  it was decided or has expired.
  void Handle(const identity::Caller& caller, const v1::RejectProposalRequest& request,
              Done<v1::RejectProposalResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_REJECT_PROPOSAL_H_
