#include "client/enlacectl/proposal_command.h"

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "client/enlacectl/administrative_act.h"
#include "client/enlacectl/enum_text.h"
#include "client/enlacectl/proposal_text.h"
#include "enlace/v1/approval_service.grpc.pb.h"
#include "gateway/base/errors.h"

namespace enlace::client {
namespace {

using Approval = v1::ApprovalService;

constexpr Phrase kDone = {"Approved and done, as the act of", "Aprobado y hecho, como acto de",
                          "Aprovado e feito, como ato de"};
constexpr Phrase kEnded = {"The proposal is closed; the act was not done.",
                           "La propuesta quedó cerrada; el acto no se hizo.",
                           "A proposta ficou encerrada; o ato não foi feito."};

// All of a state, newest first.
absl::StatusOr<v1::ListProposalsResponse> ReadAll(Context& context, v1::ProposalState state) {
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  v1::ListProposalsResponse all;
  v1::ListProposalsRequest request;
  request.set_state(state);
  request.set_page_size(500);
  do {
    ASSIGN_OR_RETURN(const v1::ListProposalsResponse page,
                     session->Call<Approval>(&Approval::StubInterface::ListProposals, request));
    all.mutable_proposals()->MergeFrom(page.proposals());
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return all;
}

absl::Status List(Context& context, const std::string& text) {
  v1::ProposalState state = v1::PROPOSAL_STATE_UNSPECIFIED;
  if (text != "all") {
    ASSIGN_OR_RETURN(state, ParseEnumText<v1::ProposalState>("--state", text));
  }
  ASSIGN_OR_RETURN(const v1::ListProposalsResponse all, ReadAll(context, state));
  Table table{{"ID", "STATE", "PROPOSER", "EXPIRES", "ACT"}, {}};
  for (const v1::Proposal& proposal : all.proposals()) {
    table.rows.push_back({proposal.proposal_id(), EnumText(proposal.state()), proposal.proposer(),
                          TimeCell(proposal.expire_time()), ActSummary(proposal.act())});
  }
  context.Show(all, FormatTable(table));
  return absl::OkStatus();
}

absl::Status Show(Context& context, const std::string& id) {
  ASSIGN_OR_RETURN(const v1::ListProposalsResponse all, ReadAll(context, v1::PROPOSAL_STATE_UNSPECIFIED));
  for (const v1::Proposal& proposal : all.proposals()) {
    if (proposal.proposal_id() != id) continue;
    context.Show(proposal, DescribeProposal(proposal));
    return absl::OkStatus();
  }
  return base::NotFound();
}

absl::Status Approve(Context& context, const std::string& id, const std::string& request_id) {
  v1::ApproveProposalRequest request;
  request.set_request_id(request_id.empty() ? base::NewUuid(context.random()) : request_id);
  request.set_proposal_id(id);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::ApproveProposalResponse response,
                   session->Call<Approval>(&Approval::StubInterface::ApproveProposal, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(DescribeProposal(response.proposal()), kDone.In(context.language()),
                                      " ", response.proposal().proposer(), ".\n", receipt, "\n"));
  return absl::OkStatus();
}

absl::Status Reject(Context& context, const std::string& id, const std::string& reason) {
  v1::RejectProposalRequest request;
  request.set_request_id(base::NewUuid(context.random()));
  request.set_proposal_id(id);
  request.set_reason(reason);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::RejectProposalResponse response,
                   session->Call<Approval>(&Approval::StubInterface::RejectProposal, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  context.Show(response, absl::StrCat(DescribeProposal(response.proposal()), kEnded.In(context.language()),
                                      "\n", receipt, "\n"));
  return absl::OkStatus();
}

}  // namespace

void AddProposalCommand(CLI::App& app, Context& context) {
  CLI::App* admin = AddNoun(&app, "admin", "The running gateway (administrators)");
  CLI::App* proposal = AddNoun(admin, "proposal", "Acts that take two administrators");
  const auto state = std::make_shared<std::string>("open");
  AddVerb(proposal, context, "list", "List what was proposed, newest first",
          {"enlacectl admin proposal list", "enlacectl admin proposal list --state all"},
          [&context, state] { return List(context, *state); })
      ->add_option("--state", *state, absl::StrCat("all, or one of ", EnumChoices<v1::ProposalState>()));
  const auto id = std::make_shared<std::string>();
  CLI::App* show = AddVerb(proposal, context, "show", "Show all that a proposal would do",
                           {"enlacectl admin proposal show 6f1c0a52-3b7e-8d21-9a4f-2f64a1c07b3e"},
                           [&context, id] { return Show(context, *id); });
  const auto request_id = std::make_shared<std::string>();
  CLI::App* approve =
      AddVerb(proposal, context, "approve", "Approve what somebody else proposed; it is done at once",
              {"enlacectl admin proposal approve 6f1c0a52-3b7e-8d21-9a4f-2f64a1c07b3e"},
              [&context, id, request_id] { return Approve(context, *id, *request_id); });
  approve->add_option("--request-id", *request_id, "UUID of the request; a new one unless said");
  const auto reason = std::make_shared<std::string>();
  CLI::App* reject =
      AddVerb(proposal, context, "reject", "Reject a proposal, or withdraw one of our own",
              {"enlacectl admin proposal reject 6f1c0a52-3b7e-8d21-9a4f-2f64a1c07b3e --reason 'wrong unit'"},
              [&context, id, reason] { return Reject(context, *id, *reason); });
  reject->add_option("--reason", *reason, "Goes into the trust log, at most 200 characters")->required();
  for (CLI::App* verb : {show, approve, reject}) {
    verb->add_option("ID", *id, "Proposal, as the list names it")->required();
  }
}

}  // namespace enlace::client
