#include "gateway/service/approval/approve_proposal.h"

#include <memory>
#include <utility>

#include "gateway/base/identifier.h"
#include "gateway/base/time_text.h"
#include "gateway/service/approval/act_work.h"
#include "gateway/service/approval/acts.h"
#include "gateway/service/approval/proposals.h"
#include "gateway/store/proposal_rows.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

using Request = v1::ApproveProposalRequest;
using Response = v1::ApproveProposalResponse;

// What the proposed act takes in from outside. The proposal is read again when it is
// decided; nothing of it ever changes but its state.
absl::StatusOr<Prepared> Prepare(const Core& core, const std::string& proposal_id) {
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  ASSIGN_OR_RETURN(const auto row, store::FindProposal(*reader, proposal_id));
  if (!row.has_value() || row->proposal().state() != v1::PROPOSAL_STATE_OPEN) return Prepared();
  return PrepareAct(core, row->proposal().act());
}

absl::StatusOr<Response> Approve(const Core& core, ledger::Work& work, const identity::Caller& caller,
                                 const Request& request, const Prepared& prepared, AfterCommit* after) {
  ASSIGN_OR_RETURN(store::v1::ProposalRow row, ReadOpenProposal(work, request.proposal_id(), work.now()));
  // By name: a second certificate is not a second person.
  if (row.proposal().proposer() == caller.administrator) return base::SamePerson();
  ASSIGN_OR_RETURN(const identity::Caller proposer, ProposerOf(core, work, row));
  const v1::ProposedAct act = row.proposal().act();
  const ActRequest asked = RequestOf(act);
  ASSIGN_OR_RETURN(const auto used,
                   work.Get(store::Table::kRequest, store::RequestKey(proposer.name(), asked.request_id)));
  if (used.has_value()) return base::ProposalClosed("the act was done already, by this very request");

  row.mutable_proposal()->set_state(v1::PROPOSAL_STATE_APPROVED);
  row.mutable_proposal()->set_decider(caller.administrator);
  *row.mutable_proposal()->mutable_decide_time() = base::ToProto(work.now());
  RETURN_IF_ERROR(RecordProposal(work, caller, "proposal.approved", request.request_id(), &row));
  NotingWork noting(work);
  ASSIGN_OR_RETURN(std::string answer, DoAct(ActContext{core, noting, proposer, *after, prepared}, act));
  if (!noting.has_record()) return base::InternalError("an act left no record");
  work.AnswerAlso({proposer.name(), asked.request_id, asked.body_hash, std::move(answer), noting.log(),
                   noting.log_index()});
  Response response;
  *response.mutable_proposal() = row.proposal();
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

}  // namespace

void ApproveProposal::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = base::CheckRequestId("request_id", request.request_id());
  if (!valid.ok()) return done(valid);
  absl::StatusOr<Prepared> prepared = Prepare(core_, request.proposal_id());
  if (!prepared.ok()) return done(prepared.status());
  const auto after = std::make_shared<AfterCommit>();
  RunCommand<Request, Response>(
      core_.sequencer, caller, "ApproveProposal", request,
      [this, caller, request, after, prepared = *std::move(prepared)](ledger::Work& work) {
        return Approve(core_, work, caller, request, prepared, after.get());
      },
      std::move(done),
      [after](Response*, bool replayed) {
        for (const std::function<void()>& follow : *after) {
          if (!replayed) follow();
        }
      });
}

}  // namespace enlace::service
