// Proposals as the acts on them see them.
#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_PROPOSALS_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_PROPOSALS_H_

#include <cstdint>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/time.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/identity/caller.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/core.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Every method: UNAVAILABLE, DATA_LOSS as store::Reader.

// As it stands at `now`: an open one whose time is over is EXPIRED.
v1::Proposal ProposalAt(const v1::Proposal& proposal, absl::Time now);

// The open proposal.
//   INVALID_ARGUMENT     the id is missing or malformed.
//   NOT_FOUND            there is none.
//   FAILED_PRECONDITION  PROPOSAL_CLOSED; the message says by what.
absl::StatusOr<store::v1::ProposalRow> ReadOpenProposal(store::Reader& reader, const std::string& proposal_id,
                                                        absl::Time now);

// Stores a proposal that has changed and records it as the caller's act; marks the
// record as the answer. A new one gets its trust_log_index.
absl::Status RecordProposal(ledger::Work& work, const identity::Caller& caller, absl::string_view event_type,
                            absl::string_view request_id, store::v1::ProposalRow* proposal);

// The proposer, to act by the certificate that proposed.
//   FAILED_PRECONDITION  PROPOSAL_CLOSED: that certificate was revoked, or the
//                        proposer holds none in force, so that the proposal is void.
absl::StatusOr<identity::Caller> ProposerOf(const Core& core, ledger::Work& work,
                                            const store::v1::ProposalRow& proposal);

// Puts on record that nobody decided in time. Writes nothing if somebody did, or if it
// is not yet time.
absl::Status ExpireProposal(ledger::Work& work, const std::string& proposal_id, absl::Time judged);

// How many wait for a decision at `now`.
absl::StatusOr<uint32_t> CountOpenProposals(store::Reader& reader, absl::Time now);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_PROPOSALS_H_
