#include "client/enlacectl/administrative_act.h"

#include <CLI/CLI.hpp>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "client/enlacectl/proposal_text.h"
#include "client/language.h"
#include "enlace/v1/approval_service.grpc.pb.h"
#include "gateway/base/identifier.h"

namespace enlace::client {
namespace {

using Approval = v1::ApprovalService;

constexpr Phrase kProposed = {
    "This act takes two administrators. It has been proposed; nothing has been done yet.",
    "Este acto requiere dos administradores. Quedó propuesto; todavía no se ha hecho nada.",
    "Este ato exige dois administradores. Ficou proposto; nada foi feito ainda."};
constexpr Phrase kApprove = {
    "Another administrator looks at it and approves it:",
    "Otra persona administradora lo revisa y lo aprueba:", "Outra pessoa administradora o revê e aprova:"};
constexpr Phrase kRepeat = {
    "Then repeat the command, to be shown what it answers:",
    "Después repita el comando, para ver su respuesta:", "Depois repita o comando, para ver a sua resposta:"};
constexpr Phrase kClosed = {
    "This proposal is closed, and the act was not done. To propose it anew, give the command without "
    "--request-id.",
    "Esta propuesta está cerrada y el acto no se hizo. Para proponerlo de nuevo, dé el comando sin "
    "--request-id.",
    "Esta proposta está encerrada e o ato não foi feito. Para propô-lo de novo, dê o comando sem "
    "--request-id."};

// For a shell: words of harmless characters as they are, others in single quotes.
std::string Quoted(const std::string& word) {
  constexpr char kHarmless[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=@,+";
  if (!word.empty() && word.find_first_not_of(kHarmless) == std::string::npos) return word;
  return absl::StrCat("'", absl::StrReplaceAll(word, {{"'", "'\\''"}}), "'");
}

std::string CommandToRepeat(const Context& context, const std::string& request_id) {
  std::vector<std::string> words = {"enlacectl"};
  bool has_id = false;
  for (const std::string& word : context.words) {
    words.push_back(Quoted(word));
    has_id = has_id || word == request_id || word == absl::StrCat("--request-id=", request_id);
  }
  if (!has_id) words.insert(words.end(), {"--request-id", request_id});
  return absl::StrJoin(words, " ");
}

}  // namespace

void AddActOptions(CLI::App* verb, ActFlags& flags) {
  verb->add_option("--request-id", flags.request_id,
                   "UUID of the request, to get the answer of one that was approved meanwhile; a new one "
                   "unless said");
  verb->add_option("--why", flags.why,
                   "For the colleague who approves, where the act takes two administrators; goes into the "
                   "trust log, at most 200 characters");
}

std::string RequestIdOf(const Context& context, const ActFlags& flags) {
  return flags.request_id.empty() ? base::NewUuid(context.random()) : flags.request_id;
}

v1::ProposedAct ProposedOf(const v1::CreateAgencyRequest& request) {
  v1::ProposedAct act;
  *act.mutable_create_agency() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::CreateEnrollmentTokenRequest& request) {
  v1::ProposedAct act;
  *act.mutable_create_enrollment_token() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::RevokeCertificateRequest& request) {
  v1::ProposedAct act;
  *act.mutable_revoke_certificate() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::SuspendAgencyRequest& request) {
  v1::ProposedAct act;
  *act.mutable_suspend_agency() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::ReinstateAgencyRequest& request) {
  v1::ProposedAct act;
  *act.mutable_reinstate_agency() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::ReinstateCertificateRequest& request) {
  v1::ProposedAct act;
  *act.mutable_reinstate_certificate() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::LiftExclusionRequest& request) {
  v1::ProposedAct act;
  *act.mutable_lift_exclusion() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::AdoptMechanismsRequest& request) {
  v1::ProposedAct act;
  *act.mutable_adopt_mechanisms() = request;
  return act;
}

v1::ProposedAct ProposedOf(const v1::AdvanceAuthorityRequest& request) {
  v1::ProposedAct act;
  *act.mutable_advance_authority() = request;
  return act;
}

absl::Status Propose(Context& context, const v1::ProposedAct& act, const std::string& request_id,
                     const std::string& why, const absl::Status& refusal) {
  v1::CreateProposalRequest request;
  request.set_request_id(base::DeriveRequestId("proposal", request_id));
  *request.mutable_act() = act;
  request.set_reason(why);
  ASSIGN_OR_RETURN(Session* const session, context.OpenSession());
  ASSIGN_OR_RETURN(const v1::CreateProposalResponse response,
                   session->Call<Approval>(&Approval::StubInterface::CreateProposal, request));
  ASSIGN_OR_RETURN(const std::string receipt, context.CheckReceipt(response.receipt()));
  const v1::Proposal& proposal = response.proposal();
  const Language language = context.language();
  std::string text = absl::StrCat(DescribeProposal(proposal), receipt, "\n\n");
  if (proposal.state() == v1::PROPOSAL_STATE_OPEN) {
    absl::StrAppend(&text, kProposed.In(language), "\n", kApprove.In(language),
                    "\n  enlacectl admin proposal show ", proposal.proposal_id(),
                    "\n  enlacectl admin proposal approve ", proposal.proposal_id(), "\n",
                    kRepeat.In(language), "\n  ", CommandToRepeat(context, request_id), "\n");
  } else {
    absl::StrAppend(&text, kClosed.In(language), "\n");
  }
  context.Show(response, text);
  return refusal;
}

}  // namespace enlace::client
