// Proposals: by id, by age, and the open ones by their end.
#ifndef ENLACE_GATEWAY_STORE_PROPOSAL_ROWS_H_
#define ENLACE_GATEWAY_STORE_PROPOSAL_ROWS_H_

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/store/store.h"

namespace enlace::store {

// Every method: UNAVAILABLE, DATA_LOSS as Reader.

// nullopt if there is none.
absl::StatusOr<absl::optional<v1::ProposalRow>> FindProposal(Reader& reader, absl::string_view proposal_id);

// Proposals, newest first. `after` is the position behind which to go on, empty at
// first, and receives the one to go on from, empty at the end.
absl::StatusOr<std::vector<v1::ProposalRow>> ListProposals(Reader& reader, size_t limit, std::string* after);

struct DueProposal {
  absl::Time due;
  std::string proposal_id;
};

// Open proposals, those that expire next first; those after `after`, if it is given,
// which need not be there any more.
absl::StatusOr<std::vector<DueProposal>> NextDueProposals(
    Reader& reader, size_t limit, const absl::optional<DueProposal>& after = absl::nullopt);

// Writes the proposal and brings its rows in line. Its trust_log_index is set.
absl::Status WriteProposal(Writer& writer, const v1::ProposalRow& proposal);

// The rows of the table (kProposal, kProposalOrder, kProposalDue) that the proposal
// gives rise to, by key. Pure.
std::map<std::string, std::string> ProposalRowsOf(Table table, const v1::ProposalRow& proposal);

}  // namespace enlace::store

#endif  // ENLACE_GATEWAY_STORE_PROPOSAL_ROWS_H_
