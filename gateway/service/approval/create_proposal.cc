#include "gateway/service/approval/create_proposal.h"

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

using Request = v1::CreateProposalRequest;
using Response = v1::CreateProposalResponse;

absl::Status Check(const Request& request) {
  RETURN_IF_ERROR(base::CheckRequestId("request_id", request.request_id()));
  RETURN_IF_ERROR(CheckAct(request.act()));
  if (RequestOf(request.act()).request_id == request.request_id()) {
    return base::InvalidField("request_id", "must be another than the act's own");
  }
  if (request.reason().empty()) return base::MissingField("reason");
  return base::CheckPrintable("reason", request.reason(), 200);
}

// Whether it could be done now; nothing of it stays.
absl::Status Try(const Core& core, ledger::Work& work, const identity::Caller& caller,
                 const v1::ProposedAct& act, const Prepared& prepared) {
  const std::string key = store::RequestKey(caller.name(), RequestOf(act).request_id);
  ASSIGN_OR_RETURN(const auto used, work.Get(store::Table::kRequest, key));
  if (used.has_value()) return base::RequestIdReused();
  TryingWork trying(work);
  AfterCommit nothing;
  return DoAct(ActContext{core, trying, caller, nothing, prepared}, act).status();
}

absl::StatusOr<Response> Propose(const Core& core, ledger::Work& work, const identity::Caller& caller,
                                 const Request& request, const Prepared& prepared) {
  RETURN_IF_ERROR(Try(core, work, caller, request.act(), prepared));
  store::v1::ProposalRow row;
  row.set_certificate_serial(caller.certificate_serial);
  v1::Proposal& proposal = *row.mutable_proposal();
  proposal.set_proposal_id(base::DeriveProposalId(caller.administrator, request.request_id()));
  proposal.set_proposer(caller.administrator);
  *proposal.mutable_act() = request.act();
  proposal.set_reason(request.reason());
  proposal.set_state(v1::PROPOSAL_STATE_OPEN);
  *proposal.mutable_create_time() = base::ToProto(work.now());
  *proposal.mutable_expire_time() = base::ToProto(work.now() + core.approval.proposal_life);
  RETURN_IF_ERROR(RecordProposal(work, caller, "proposal.created", request.request_id(), &row));
  Response response;
  *response.mutable_proposal() = row.proposal();
  response.mutable_receipt()->set_kind(v1::RECEIPT_KIND_ADMINISTRATION);
  return response;
}

// What has become of it. What cannot be read stays as it was told first.
void BringUpToDate(const Core& core, v1::Proposal* proposal) {
  const auto reader = core.store.Read();
  if (!reader.ok()) return;
  const auto row = store::FindProposal(**reader, proposal->proposal_id());
  if (row.ok() && row->has_value()) *proposal = ProposalAt((*row)->proposal(), core.clock.Now());
}

}  // namespace

void CreateProposal::Handle(const identity::Caller& caller, const Request& request, Done<Response> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  const absl::Status valid = Check(request);
  if (!valid.ok()) return done(valid);
  absl::StatusOr<Prepared> prepared = PrepareAct(core_, request.act());
  if (!prepared.ok()) return done(prepared.status());
  RunCommand<Request, Response>(
      core_.sequencer, caller, "CreateProposal", request,
      [this, caller, request, prepared = *std::move(prepared)](ledger::Work& work) {
        return Propose(core_, work, caller, request, prepared);
      },
      std::move(done),
      [this](Response* response, bool replayed) {
        if (replayed) BringUpToDate(core_, response->mutable_proposal());
      });
}

}  // namespace enlace::service
