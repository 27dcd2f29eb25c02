#include "gateway/service/approval/reject_proposal.h"

#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

class RejectProposalTest : public ApprovalFixture {};

TEST_F(RejectProposalTest, AnybodyElseRejectsAndTheProposerWithdraws) {
  const v1::Proposal rejected = MustPropose(Act(SuspendRequest()));
  ASSERT_OK_AND_ASSIGN(const v1::RejectProposalResponse by_ben, Reject(ben_, rejected));
  EXPECT_EQ(by_ben.proposal().state(), v1::PROPOSAL_STATE_REJECTED);
  EXPECT_EQ(by_ben.proposal().decider(), "ben");
  EXPECT_EQ(by_ben.proposal().decide_reason(), "wrong unit");
  EXPECT_EQ(VerifyTrust(by_ben.receipt())->record.event_type(), "proposal.rejected");

  const v1::Proposal withdrawn = MustPropose(Act(SuspendRequest()));
  ASSERT_OK_AND_ASSIGN(const v1::RejectProposalResponse by_ana, Reject(ana_, withdrawn));
  EXPECT_EQ(VerifyTrust(by_ana.receipt())->record.event_type(), "proposal.withdrawn");
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(RejectProposalTest, WhatIsClosedStaysAsItIsAndSaysByWhat) {
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  ASSERT_THAT(Reject(ana_, proposal), IsOk());
  const auto again = Reject(ben_, proposal);
  EXPECT_THAT(again, ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_THAT(std::string(again.status().message()), HasSubstr("withdrawn by ana"));
  EXPECT_THAT(Approve(ben_, proposal), ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));

  const v1::Proposal late = MustPropose(Act(SuspendRequest()));
  clock_.Advance(absl::Hours(72) + absl::Seconds(1));
  EXPECT_THAT(Reject(ben_, late), ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
}

TEST_F(RejectProposalTest, AReasonIsRequired) {
  v1::RejectProposalRequest request = RejectionOf(MustPropose(Act(SuspendRequest())));
  request.clear_reason();
  EXPECT_EQ(base::FieldOf(Call(api().reject_proposal, ben_, request).status()), "reason");
  request.set_reason("no");
  request.set_proposal_id(NewId());
  EXPECT_THAT(Call(api().reject_proposal, ben_, request), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::service
