#include "gateway/service/approval/create_proposal.h"

#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class CreateProposalTest : public ApprovalFixture {};

TEST_F(CreateProposalTest, TheProposalIsRecordedAndNothingElseIsDone) {
  const uint64_t first = LogSize(v1::LOG_ID_TRUST);
  const v1::CreateProposalRequest request = ProposalOf(Act(SuspendRequest()));
  ASSERT_OK_AND_ASSIGN(const v1::CreateProposalResponse response, Propose(ana_, request));
  const v1::Proposal& proposal = response.proposal();
  EXPECT_EQ(proposal.proposer(), "ana");
  EXPECT_EQ(proposal.state(), v1::PROPOSAL_STATE_OPEN);
  EXPECT_EQ(proposal.reason(), "new unit");
  EXPECT_EQ(proposal.trust_log_index(), first);
  EXPECT_EQ(base::FromProto(proposal.expire_time()) - base::FromProto(proposal.create_time()),
            absl::Hours(72));
  EXPECT_THAT(TrustEvents(first), ElementsAre("proposal.created"));
  EXPECT_THAT(VerifyTrust(response.receipt()), IsOk());
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(CreateProposalTest, TheSameRequestIsTheSameProposalAsItHasBecome) {
  const v1::CreateProposalRequest request = ProposalOf(Act(SuspendRequest()));
  ASSERT_OK_AND_ASSIGN(const v1::CreateProposalResponse first, Propose(ana_, request));
  ASSERT_OK_AND_ASSIGN(const v1::CreateProposalResponse again, Propose(ana_, request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  ASSERT_THAT(Reject(ben_, first.proposal()), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::CreateProposalResponse later, Propose(ana_, request));
  EXPECT_EQ(later.proposal().proposal_id(), first.proposal().proposal_id());
  EXPECT_EQ(later.proposal().state(), v1::PROPOSAL_STATE_REJECTED);
  v1::CreateProposalRequest other = request;
  other.set_reason("another");
  EXPECT_THAT(Propose(ana_, other), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(CreateProposalTest, EachProposerHasIdsOfItsOwn) {
  const v1::CreateProposalRequest request = ProposalOf(Act(SuspendRequest()));
  ASSERT_OK_AND_ASSIGN(const v1::CreateProposalResponse anas, Propose(ana_, request));
  ASSERT_OK_AND_ASSIGN(const v1::CreateProposalResponse bens, Propose(ben_, request));
  EXPECT_NE(anas.proposal().proposal_id(), bens.proposal().proposal_id());
}

TEST_F(CreateProposalTest, WhatCouldNotBeDoneIsNotProposed) {
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  EXPECT_THAT(Propose(ana_, ProposalOf(Act(SuspendRequest("nobody")))), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  v1::CreateEnrollmentTokenRequest token = TokenRequest();
  token.mutable_agency()->set_unit_id("annex");
  EXPECT_THAT(Propose(ana_, ProposalOf(Act(token))), StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
}

TEST_F(CreateProposalTest, ARefusalNamesTheFieldOfTheAct) {
  v1::SuspendAgencyRequest suspend = SuspendRequest();
  suspend.clear_reason();
  const auto refused = Propose(ana_, ProposalOf(Act(suspend)));
  EXPECT_EQ(base::FieldOf(refused.status()), "act.suspend_agency.reason");
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("act.suspend_agency.reason: is required"));
  EXPECT_EQ(base::FieldOf(Propose(ana_, ProposalOf(v1::ProposedAct())).status()), "act");
  v1::CreateProposalRequest request = ProposalOf(Act(SuspendRequest()));
  request.clear_reason();
  EXPECT_EQ(base::FieldOf(Propose(ana_, request).status()), "reason");
}

TEST_F(CreateProposalTest, AnActsRequestIdIsItsOwnAndUnused) {
  v1::CreateProposalRequest request = ProposalOf(Act(SuspendRequest()));
  request.set_request_id(request.act().suspend_agency().request_id());
  EXPECT_EQ(base::FieldOf(Propose(ana_, request).status()), "request_id");
  core_->approval.two_persons.clear();
  const v1::SuspendAgencyRequest done = SuspendRequest();
  ASSERT_THAT(Call(api().suspend_agency, ana_, done), IsOk());
  EXPECT_THAT(Propose(ana_, ProposalOf(Act(done))), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(CreateProposalTest, OnlyAdministratorsPropose) {
  core_->approval.two_persons.clear();
  EnrolAgency(kSender);
  EXPECT_THAT(Propose(CallerOf(kSender), ProposalOf(Act(SuspendRequest()))),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
