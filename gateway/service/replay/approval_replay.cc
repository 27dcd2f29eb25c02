#include "gateway/service/replay/approval_replay.h"

#include "gateway/base/status_macros.h"
#include "gateway/service/approval/adopted_mechanisms.h"
#include "gateway/store/mechanism_rows.h"
#include "gateway/store/proposal_rows.h"

namespace enlace::service {

void ApprovalReplay::Add(uint64_t index, const store::v1::Record& record) {
  const store::v1::Event& event = record.event();
  if (event.has_mechanisms_adopted()) mechanisms_digest_ = event.mechanisms_adopted().digest();
  if (!event.has_proposal_changed()) return;
  const auto [place, is_new] = proposals_.try_emplace(event.proposal_changed().proposal_id());
  store::v1::ProposalRow& row = place->second;
  *row.mutable_proposal() = event.proposal_changed();
  if (!is_new) return;
  // The first record cannot hold its own index.
  row.mutable_proposal()->set_trust_log_index(index);
  row.set_certificate_serial(record.certificate_serial());
}

absl::Status ApprovalReplay::Compare(store::Reader& reader, store::ComparisonReport* report) const {
  for (const store::Table table :
       {store::Table::kProposal, store::Table::kProposalOrder, store::Table::kProposalDue}) {
    store::Rows rows;
    for (const auto& [id, proposal] : proposals_) rows.merge(store::ProposalRowsOf(table, proposal));
    RETURN_IF_ERROR(store::CompareRows(reader, table, rows, nullptr, report));
  }
  return store::CompareMechanisms(reader, mechanisms_digest_, DigestOf, report);
}

}  // namespace enlace::service
