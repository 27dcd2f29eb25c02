#include "gateway/service/approval/reject_proposal.h"

#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/service/approval/proposals.h"
#include "gateway/service/command.h"

namespace enlace::service {
namespace {

using Request = v1::RejectProposalRequest;
using Response = v1::RejectProposalResponse;

absl::Status Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

absl::StatusOr<Response> Reject(ledger::Work& work, const identity::Caller& caller, const Request& request) {
  ASSIGN_OR_RETURN(store::v1::ProposalRow row, ReadOpenProposal(work, request.proposal_id(), work.now()));
  v1::Proposal& proposal = *row.mutable_proposal();
  proposal.set_state(v1::PROPOSAL_STATE_REJECTED);
  proposal.set_decider(caller.administrator);
  proposal.set_decide_reason(request.reason());
  *proposal.mutable_decide_time() = base::ToProto(work.now());
  const bool withdrawn = proposal.proposer() == caller.administrator;
  RETURN_IF_ERROR(RecordProposal(work, caller, withdrawn ? "proposal.withdrawn" : "proposal.rejected",
                                 request.request_id(), &row));
  Response response;
  *response.mutable_proposal() = proposal;
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace

void RejectProposal::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = Check(request);
  if (!valid.ok()) return done(valid);
  RunCommand<Request, Response>(
      core_.sequencer, caller, "RejectProposal", request,
      [caller, request](ledger::Work& work) { return Reject(work, caller, request); }, std::move(done));
}

}  // namespace enlace::service
