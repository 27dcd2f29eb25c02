#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_APPROVE_PROPOSAL_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_APPROVE_PROPOSAL_H_

#include "enlace/v1/approval_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Does what another administrator proposed, as that administrator's act, and records
// who approved it: all in one transaction, or nothing.
// Thread-safe. Borrows the core.
class ApproveProposal final : public Handler<v1::ApproveProposalRequest, v1::ApproveProposalResponse> {
 public:
  explicit ApproveProposal(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT     a field is missing or malformed.
  //   PERMISSION_DENIED    the caller is no administrator.
  //   NOT_FOUND            there is no such proposal.
  //   FAILED_PRECONDITION  SAME_PERSON      the caller proposed it, with whichever
  //                                         certificate.
  //                        PROPOSAL_CLOSED  it was decided, has expired, was done
  //                                         without approval, or its proposer is no
  //                                         administrator in good standing any more.
  //   Whatever the act refuses by: the proposal stays open.
  void Handle(const identity::Caller& caller, const v1::ApproveProposalRequest& request,
              Done<v1::ApproveProposalResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_APPROVE_PROPOSAL_H_
