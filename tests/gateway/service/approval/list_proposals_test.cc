#include "gateway/service/approval/list_proposals.h"

#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;

class ListProposalsTest : public ApprovalFixture {
 protected:
  absl::StatusOr<v1::ListProposalsResponse> List(v1::ProposalState state, int32_t size = 0,
                                                 const std::string& token = "") {
    v1::ListProposalsRequest request;
    request.set_state(state);
    request.set_page_size(size);
    request.set_page_token(token);
    return Call(api().list_proposals, ben_, request);
  }
  std::vector<std::string> Ids(v1::ProposalState state, int32_t size = 0) {
    std::vector<std::string> ids;
    std::string token;
    do {
      const auto page = List(state, size, token);
      EXPECT_THAT(page, IsOk());
      if (!page.ok()) return ids;
      for (const v1::Proposal& proposal : page->proposals()) ids.push_back(proposal.proposal_id());
      token = page->next_page_token();
    } while (!token.empty());
    return ids;
  }
};

TEST_F(ListProposalsTest, NewestFirstByStateAndOverPages) {
  const v1::Proposal first = MustPropose(Act(SuspendRequest()));
  const v1::Proposal second = MustPropose(Act(TokenRequest()));
  const v1::Proposal third = MustPropose(Act(SuspendRequest()));
  ASSERT_THAT(Reject(ben_, second), IsOk());
  for (const int32_t size : {0, 1, 2}) {
    EXPECT_THAT(Ids(v1::PROPOSAL_STATE_UNSPECIFIED, size),
                ElementsAre(third.proposal_id(), second.proposal_id(), first.proposal_id()));
    EXPECT_THAT(Ids(v1::PROPOSAL_STATE_OPEN, size), ElementsAre(third.proposal_id(), first.proposal_id()));
    EXPECT_THAT(Ids(v1::PROPOSAL_STATE_REJECTED, size), ElementsAre(second.proposal_id()));
  }
}

TEST_F(ListProposalsTest, WhatExpiredShowsItBeforeItIsOnRecord) {
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  clock_.Advance(absl::Hours(72) + absl::Seconds(1));
  EXPECT_THAT(Ids(v1::PROPOSAL_STATE_EXPIRED), ElementsAre(proposal.proposal_id()));
  EXPECT_TRUE(Ids(v1::PROPOSAL_STATE_OPEN).empty());
}

TEST_F(ListProposalsTest, ATokenIsForItsFilterAndTheListForAdministrators) {
  MustPropose(Act(SuspendRequest()));
  MustPropose(Act(SuspendRequest()));
  ASSERT_OK_AND_ASSIGN(const v1::ListProposalsResponse page, List(v1::PROPOSAL_STATE_OPEN, 1));
  EXPECT_EQ(base::FieldOf(List(v1::PROPOSAL_STATE_REJECTED, 1, page.next_page_token()).status()),
            "page_token");
  EXPECT_EQ(base::FieldOf(List(static_cast<v1::ProposalState>(77)).status()), "state");
  EXPECT_THAT(Call(api().list_proposals, identity::Caller(), v1::ListProposalsRequest()),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
