#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_CREATE_PROPOSAL_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_CREATE_PROPOSAL_H_

#include "enlace/v1/approval_service.pb.h"
#include "gateway/service/core.h"
#include "gateway/service/handler.h"

namespace enlace::service {

// Proposes an act of an administrator. The act is tried, so that nobody is asked to
// approve what cannot be done; nothing of it is kept. Acts for which one person would do
// may be proposed as well.
// Thread-safe. Borrows the core.
class CreateProposal final : public Handler<v1::CreateProposalRequest, v1::CreateProposalResponse> {
 public:
  explicit CreateProposal(const Core& core) : core_(core) {}

  //   INVALID_ARGUMENT   a field of the proposal or of the act is missing or malformed.
  //   PERMISSION_DENIED  the caller is no administrator.
  //   ALREADY_EXISTS     (REQUEST_ID_REUSED) the act's request_id was used before.
  //   Whatever the act would refuse by now.
  // A repetition gets the same proposal, as it has become.
  void Handle(const identity::Caller& caller, const v1::CreateProposalRequest& request,
              Done<v1::CreateProposalResponse> done) override;

 private:
  const Core& core_;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_CREATE_PROPOSAL_H_
