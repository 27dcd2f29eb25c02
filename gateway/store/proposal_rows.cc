#include "gateway/store/proposal_rows.h"

#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"

namespace enlace::store {

absl::StatusOr<absl::optional<v1::ProposalRow>> FindProposal(Reader& reader, absl::string_view proposal_id) {
  return GetProto<v1::ProposalRow>(reader, Table::kProposal, proposal_id);
}

absl::StatusOr<std::vector<v1::ProposalRow>> ListProposals(Reader& reader, size_t limit, std::string* after) {
  Range range;
  range.after = *after;
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kProposalOrder, range));
  std::vector<v1::ProposalRow> out;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(absl::optional<v1::ProposalRow> proposal, FindProposal(reader, row.value));
    if (!proposal.has_value()) return base::InternalError("a proposal has a place and no row");
    out.push_back(*std::move(proposal));
  }
  *after = rows.size() == limit ? rows.back().key : "";
  return out;
}

absl::StatusOr<std::vector<DueProposal>> NextDueProposals(Reader& reader, size_t limit,
                                                          const absl::optional<DueProposal>& after) {
  Range range;
  if (after.has_value()) range.after = DueKey(after->due, after->proposal_id);
  range.limit = limit;
  ASSIGN_OR_RETURN(const std::vector<Row> rows, reader.Scan(Table::kProposalDue, range));
  std::vector<DueProposal> out;
  for (const Row& row : rows) {
    ASSIGN_OR_RETURN(const DueKeyParts parts, ParseDueKey(row.key));
    out.push_back({parts.due, parts.case_id});
  }
  return out;
}

absl::Status WriteProposal(Writer& writer, const v1::ProposalRow& proposal) {
  for (const Table table : {Table::kProposal, Table::kProposalOrder}) {
    for (const auto& [key, value] : ProposalRowsOf(table, proposal)) {
      RETURN_IF_ERROR(writer.Put(table, key, value));
    }
  }
  // Its end never changes, so that the one row it may have is known.
  v1::ProposalRow open = proposal;
  open.mutable_proposal()->set_state(enlace::v1::PROPOSAL_STATE_OPEN);
  for (const auto& [key, value] : ProposalRowsOf(Table::kProposalDue, open)) {
    if (proposal.proposal().state() == enlace::v1::PROPOSAL_STATE_OPEN) {
      RETURN_IF_ERROR(writer.Put(Table::kProposalDue, key, value));
    } else {
      RETURN_IF_ERROR(writer.Delete(Table::kProposalDue, key));
    }
  }
  return absl::OkStatus();
}

std::map<std::string, std::string> ProposalRowsOf(Table table, const v1::ProposalRow& proposal) {
  const enlace::v1::Proposal& said = proposal.proposal();
  switch (table) {
    case Table::kProposal:
      return {{said.proposal_id(), proposal.SerializeAsString()}};
    case Table::kProposalOrder:
      return {{BigEndian(~said.trust_log_index()), said.proposal_id()}};
    case Table::kProposalDue:
      if (said.state() != enlace::v1::PROPOSAL_STATE_OPEN) return {};
      return {{DueKey(base::FromProto(said.expire_time()), said.proposal_id()), ""}};
    default:
      return {};
  }
}

}  // namespace enlace::store
