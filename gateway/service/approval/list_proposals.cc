#include "gateway/service/approval/list_proposals.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/service/approval/proposals.h"
#include "gateway/service/page.h"
#include "gateway/store/proposal_rows.h"

namespace enlace::service {
namespace {

constexpr char kMethod[] = "ListProposals";

absl::StatusOr<v1::ListProposalsResponse> List(const Core& core, const v1::ListProposalsRequest& request) {
  if (!v1::ProposalState_IsValid(request.state())) {
    return base::InvalidField("state", "must be one of ProposalState");
  }
  const std::string filter = absl::StrCat(static_cast<int>(request.state()));
  ASSIGN_OR_RETURN(std::string after, PageStart(kMethod, filter, request.page_token()));
  ASSIGN_OR_RETURN(const auto reader, core.store.Read());
  const size_t most = PageSize(request.page_size());
  v1::ListProposalsResponse response;
  // Those of other states fill no page.
  do {
    const size_t left = most - static_cast<size_t>(response.proposals_size());
    ASSIGN_OR_RETURN(const std::vector<store::v1::ProposalRow> rows,
                     store::ListProposals(*reader, left, &after));
    for (const store::v1::ProposalRow& row : rows) {
      v1::Proposal proposal = ProposalAt(row.proposal(), core.clock.Now());
      if (request.state() != v1::PROPOSAL_STATE_UNSPECIFIED && proposal.state() != request.state()) continue;
      *response.add_proposals() = std::move(proposal);
    }
  } while (!after.empty() && static_cast<size_t>(response.proposals_size()) < most);
  if (!after.empty()) response.set_next_page_token(PageToken(kMethod, filter, after));
  return response;
}

}  // namespace

void ListProposals::Handle(const identity::Caller& caller, const v1::ListProposalsRequest& request,
                           Done<v1::ListProposalsResponse> done) {
  const auto grant = core_.authorizer.AuthorizeAdministrator(caller);
  if (!grant.ok()) return done(grant.status());
  done(List(core_, request));
}

}  // namespace enlace::service
