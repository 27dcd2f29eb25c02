#include "gateway/service/approval/proposals.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/identifier.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/identifier.h"
#include "gateway/service/actor.h"
#include "gateway/store/certificate_rows.h"
#include "gateway/store/proposal_rows.h"

namespace enlace::service {
namespace {

constexpr size_t kMaxId = 64;

std::string Decided(const v1::Proposal& proposal, absl::string_view verb) {
  return absl::StrCat("the proposal was ", verb, " by ", proposal.decider(), " at ",
                      base::TimeText(base::FromProto(proposal.decide_time())));
}

std::string WhyClosed(const v1::Proposal& proposal) {
  switch (proposal.state()) {
    case v1::PROPOSAL_STATE_APPROVED:
      return Decided(proposal, "approved");
    case v1::PROPOSAL_STATE_REJECTED:
      return Decided(proposal, proposal.decider() == proposal.proposer() ? "withdrawn" : "rejected");
    default:
      return absl::StrCat("the proposal expired at ", base::TimeText(base::FromProto(proposal.expire_time())),
                          "; propose anew");
  }
}

}  // namespace

v1::Proposal ProposalAt(const v1::Proposal& proposal, absl::Time now) {
  v1::Proposal out = proposal;
  if (out.state() == v1::PROPOSAL_STATE_OPEN && base::FromProto(out.expire_time()) <= now) {
    out.set_state(v1::PROPOSAL_STATE_EXPIRED);
  }
  return out;
}

absl::StatusOr<store::v1::ProposalRow> ReadOpenProposal(store::Reader& reader, const std::string& proposal_id,
                                                        absl::Time now) {
  if (proposal_id.empty()) return base::MissingField("proposal_id");
  RETURN_IF_ERROR(base::CheckCode("proposal_id", proposal_id, kMaxId));
  ASSIGN_OR_RETURN(absl::optional<store::v1::ProposalRow> row, store::FindProposal(reader, proposal_id));
  if (!row.has_value()) return base::NotFound();
  const v1::Proposal proposal = ProposalAt(row->proposal(), now);
  if (proposal.state() != v1::PROPOSAL_STATE_OPEN) return base::ProposalClosed(WhyClosed(proposal));
  return *std::move(row);
}

absl::Status RecordProposal(ledger::Work& work, const identity::Caller& caller, absl::string_view event_type,
                            absl::string_view request_id, store::v1::ProposalRow* proposal) {
  ledger::Draft draft = TrustDraft(caller, event_type, request_id);
  draft.is_answer = true;
  *draft.record.mutable_event()->mutable_proposal_changed() = proposal->proposal();
  ASSIGN_OR_RETURN(const uint64_t index, work.Append(std::move(draft)));
  // An index may be 0: what is new has no row.
  ASSIGN_OR_RETURN(const auto before, store::FindProposal(work, proposal->proposal().proposal_id()));
  if (!before.has_value()) proposal->mutable_proposal()->set_trust_log_index(index);
  return store::WriteProposal(work, *proposal);
}

absl::StatusOr<identity::Caller> ProposerOf(const Core& core, ledger::Work& work,
                                            const store::v1::ProposalRow& proposal) {
  const std::string& name = proposal.proposal().proposer();
  ASSIGN_OR_RETURN(const absl::optional<v1::Certificate> certificate,
                   store::FindCertificate(work, proposal.certificate_serial()));
  // Whoever stole it may have proposed; a new certificate of the same name does not
  // make that good.
  if (!certificate.has_value() || certificate->has_revoke_time()) {
    return base::ProposalClosed(
        absl::StrCat("the proposal is void: the certificate by which ", name, " proposed was revoked"));
  }
  ASSIGN_OR_RETURN(const bool in_force, IsAdministratorInForce(work, core.trust_domain, name, work.now()));
  if (!in_force) {
    return base::ProposalClosed(
        absl::StrCat("the proposal is void: ", name, " holds no certificate in force any more"));
  }
  identity::Caller proposer;
  proposer.kind = identity::Caller::Kind::kAdministrator;
  proposer.administrator = name;
  proposer.uri = certificate->subject_uri();
  proposer.certificate_serial = certificate->serial();
  proposer.key_id = certificate->key_id();
  proposer.not_after = base::FromProto(certificate->not_after());
  return proposer;
}

absl::Status ExpireProposal(ledger::Work& work, const std::string& proposal_id, absl::Time judged) {
  ASSIGN_OR_RETURN(absl::optional<store::v1::ProposalRow> row, store::FindProposal(work, proposal_id));
  if (!row.has_value() || row->proposal().state() != v1::PROPOSAL_STATE_OPEN ||
      judged < base::FromProto(row->proposal().expire_time())) {
    return absl::OkStatus();
  }
  row->mutable_proposal()->set_state(v1::PROPOSAL_STATE_EXPIRED);
  return RecordProposal(work, identity::Caller(), "proposal.expired", "", &*row);
}

absl::StatusOr<uint32_t> CountOpenProposals(store::Reader& reader, absl::Time now) {
  constexpr size_t kPage = 500;
  uint32_t open = 0;
  absl::optional<store::DueProposal> after;
  for (;;) {
    ASSIGN_OR_RETURN(const std::vector<store::DueProposal> page,
                     store::NextDueProposals(reader, kPage, after));
    for (const store::DueProposal& one : page) open += one.due > now ? 1 : 0;
    if (page.size() < kPage) return open;
    after = page.back();
  }
}

}  // namespace enlace::service
