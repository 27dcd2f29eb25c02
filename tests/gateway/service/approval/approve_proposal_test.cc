#include "gateway/service/approval/approve_proposal.h"

#include "gateway/base/enrollment_token.h"
#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ApproveProposalTest : public ApprovalFixture {};

TEST_F(ApproveProposalTest, TheActIsDoneAsTheProposersAndBothAreOnRecord) {
  const v1::SuspendAgencyRequest suspend = SuspendRequest();
  const v1::Proposal proposal = MustPropose(Act(suspend));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);
  const uint64_t first = LogSize(v1::LOG_ID_TRUST);
  ASSERT_OK_AND_ASSIGN(const v1::ApproveProposalResponse response, Approve(ben_, proposal));
  EXPECT_EQ(response.proposal().state(), v1::PROPOSAL_STATE_APPROVED);
  EXPECT_EQ(response.proposal().decider(), "ben");
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_SUSPENDED);
  ASSERT_THAT(TrustEvents(first), ElementsAre("proposal.approved", "agency.suspended"));
  const store::v1::Record approval = RecordAt(first, v1::LOG_ID_TRUST);
  const store::v1::Record act = RecordAt(first + 1, v1::LOG_ID_TRUST);
  EXPECT_EQ(approval.administrator(), "ben");
  EXPECT_EQ(approval.event().proposal_changed().proposer(), "ana");
  EXPECT_EQ(act.administrator(), "ana");
  EXPECT_EQ(act.certificate_serial(), ana_.certificate_serial);
  EXPECT_EQ(act.request_id(), suspend.request_id());
  EXPECT_EQ(act.purpose(), "audit");
  EXPECT_EQ(act.record_time().nanos(), approval.record_time().nanos());
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "proposal.approved");
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, TheProposerGetsTheActsOwnAnswerAndReceipt) {
  const v1::SuspendAgencyRequest suspend = SuspendRequest();
  const v1::Proposal proposal = MustPropose(Act(suspend));
  EXPECT_THAT(Call(api().suspend_agency, ana_, suspend), ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  ASSERT_THAT(Approve(ben_, proposal), IsOk());
  ASSERT_OK_AND_ASSIGN(const v1::SuspendAgencyResponse answer, Call(api().suspend_agency, ana_, suspend));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, VerifyTrust(answer.receipt()));
  EXPECT_EQ(proven.record.event_type(), "agency.suspended");
  ASSERT_OK_AND_ASSIGN(const v1::SuspendAgencyResponse again, Call(api().suspend_agency, ana_, suspend));
  EXPECT_EQ(again.SerializeAsString(), answer.SerializeAsString());
  // The same request_id for something else.
  v1::SuspendAgencyRequest other = suspend;
  other.set_reason("another");
  EXPECT_THAT(Call(api().suspend_agency, ana_, other), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
}

TEST_F(ApproveProposalTest, OnlyTheProposerEverGetsTheToken) {
  const v1::CreateEnrollmentTokenRequest request = TokenRequest();
  const v1::Proposal proposal = MustPropose(Act(request));
  ASSERT_OK_AND_ASSIGN(const v1::ApproveProposalResponse approved, Approve(ben_, proposal));
  ASSERT_OK_AND_ASSIGN(const v1::CreateEnrollmentTokenResponse answer,
                       Call(api().create_enrollment_token, ana_, request));
  ASSERT_OK_AND_ASSIGN(const base::EnrollmentToken token, base::ParseEnrollmentToken(answer.token()));
  EXPECT_EQ(approved.SerializeAsString().find(std::string(token.secret.RevealSecret())), std::string::npos);
  EXPECT_THAT(Call(api().create_enrollment_token, ben_, request),
              ReasonIs(v1::ERROR_REASON_APPROVAL_REQUIRED));
  EXPECT_THAT(Call(api().enroll, identity::Caller(), NewEnrollment(answer.token(), kSender)), IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, NobodyApprovesHisOwnWithWhicheverCertificate) {
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  EXPECT_THAT(Approve(ana_, proposal), ReasonIs(v1::ERROR_REASON_SAME_PERSON));
  core_->approval.two_persons.clear();
  const identity::Caller second = EnrolAdministrator("ana");
  AskTwoPersons();
  ASSERT_NE(second.certificate_serial, ana_.certificate_serial);
  EXPECT_THAT(Approve(second, proposal), ReasonIs(v1::ERROR_REASON_SAME_PERSON));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);
}

TEST_F(ApproveProposalTest, ARepeatedApprovalGetsTheSameAnswerAndDoesNothing) {
  const v1::ApproveProposalRequest request = ApprovalOf(MustPropose(Act(SuspendRequest())));
  ASSERT_OK_AND_ASSIGN(const v1::ApproveProposalResponse first, Call(api().approve_proposal, ben_, request));
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  ASSERT_OK_AND_ASSIGN(const v1::ApproveProposalResponse again, Call(api().approve_proposal, ben_, request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
}

TEST_F(ApproveProposalTest, OfTwoApproversAtOnceOneDoesIt) {
  const identity::Caller cora = [this] {
    core_->approval.two_persons.clear();
    const identity::Caller enrolled = EnrolAdministrator("cora");
    AskTwoPersons();
    return enrolled;
  }();
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  auto one = Start(api().approve_proposal, ben_, ApprovalOf(proposal));
  auto two = Start(api().approve_proposal, cora, ApprovalOf(proposal));
  Pump();
  EXPECT_THAT(one.get(), IsOk());
  const auto late = two.get();
  EXPECT_THAT(late, ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_THAT(std::string(late.status().message()), HasSubstr("approved by ben"));
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size + 2);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, OfApprovalAndRejectionAtOnceTheFirstCounts) {
  const v1::Proposal rejected = MustPropose(Act(SuspendRequest()));
  auto reject = Start(api().reject_proposal, ana_, RejectionOf(rejected));
  auto approve = Start(api().approve_proposal, ben_, ApprovalOf(rejected));
  Pump();
  EXPECT_THAT(reject.get(), IsOk());
  EXPECT_THAT(approve.get(), ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);

  const v1::Proposal approved = MustPropose(Act(SuspendRequest()));
  approve = Start(api().approve_proposal, ben_, ApprovalOf(approved));
  reject = Start(api().reject_proposal, ana_, RejectionOf(approved));
  Pump();
  EXPECT_THAT(approve.get(), IsOk());
  EXPECT_THAT(reject.get(), ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_SUSPENDED);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, AtItsEndAProposalIsClosed) {
  core_->approval.proposal_life = absl::Hours(1);
  const v1::Proposal early = MustPropose(Act(SuspendRequest()));
  clock_.Advance(absl::Minutes(59));
  EXPECT_THAT(Approve(ben_, early), IsOk());
  const v1::Proposal late = MustPropose(Act(SuspendRequest()));
  clock_.SetTime(base::FromProto(late.expire_time()));
  const auto refused = Approve(ben_, late);
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("expired at"));
}

TEST_F(ApproveProposalTest, AnActThatFailsLeavesTheProposalOpenAndSaysWhy) {
  const v1::CreateEnrollmentTokenRequest request = TokenRequest();
  const v1::Proposal proposal = MustPropose(Act(request));
  core_->approval.two_persons.clear();
  v1::UpdateAgencyRequest update;
  update.set_request_id(NewId());
  *update.mutable_agency() = Entry(kSender, v1::AGENCY_KIND_STATE_PROTECTION_UNIT, {"MX-CHH"});
  update.mutable_agency()->set_unit_ids(0, "annex");
  ASSERT_THAT(Call(api().update_agency, ana_, update), IsOk());
  AskTwoPersons();
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  const v1::ApproveProposalRequest approval = ApprovalOf(proposal);
  const auto refused = Call(api().approve_proposal, ben_, approval);
  EXPECT_THAT(refused, StatusIs(absl::StatusCode::kInvalidArgument));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("is not a unit"));
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
  EXPECT_EQ(Stored(proposal).state(), v1::PROPOSAL_STATE_OPEN);
  // Once the obstacle is gone the same approval goes through.
  core_->approval.two_persons.clear();
  update.set_request_id(NewId());
  update.mutable_agency()->set_unit_ids(0, "main");
  ASSERT_THAT(Call(api().update_agency, ana_, update), IsOk());
  AskTwoPersons();
  EXPECT_THAT(Call(api().approve_proposal, ben_, approval), IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, ARevokedProposersProposalIsVoidAlsoAfterANewCertificate) {
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  core_->approval.two_persons.clear();
  v1::RevokeCertificateRequest revoke;
  revoke.set_request_id(NewId());
  revoke.set_serial(ana_.certificate_serial);
  revoke.set_reason(v1::REVOCATION_REASON_KEY_COMPROMISE);
  ASSERT_THAT(Call(api().revoke_certificate, ben_, revoke), IsOk());
  EnrolAdministrator("ana");
  const auto refused = Approve(ben_, proposal);
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("was revoked"));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);
}

TEST_F(ApproveProposalTest, AProposerWithoutACertificateInForceIsNobodyToActFor) {
  core_->approval.proposal_life = absl::Hours(24 * 30);
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  clock_.Advance(core_->tls_life + absl::Seconds(1));
  const auto refused = Approve(ben_, proposal);
  EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("no certificate in force"));
  // Renewed, the proposer is somebody again: nobody ever doubted the old one.
  EnrolAdministrator("ana");
  EXPECT_THAT(Approve(ben_, proposal), IsOk());
}

TEST_F(ApproveProposalTest, WhatWasDoneAlreadyIsNotDoneTwice) {
  core_->approval.two_persons.clear();
  const v1::SuspendAgencyRequest suspend = SuspendRequest();
  const v1::Proposal proposal = MustPropose(Act(suspend));
  ASSERT_THAT(Call(api().suspend_agency, ana_, suspend), IsOk());
  Reinstate(kSender);
  EXPECT_THAT(Approve(ben_, proposal), ReasonIs(v1::ERROR_REASON_PROPOSAL_CLOSED));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_ACTIVE);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, TheMethodAndTheApprovalAtOnceDoItOnce) {
  core_->approval.two_persons.clear();
  const v1::SuspendAgencyRequest first = SuspendRequest();
  const v1::Proposal proposal = MustPropose(Act(first));
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  auto approve = Start(api().approve_proposal, ben_, ApprovalOf(proposal));
  auto direct = Start(api().suspend_agency, ana_, first);
  Pump();
  EXPECT_THAT(approve.get(), IsOk());
  const auto answer = direct.get();
  ASSERT_THAT(answer, IsOk());
  EXPECT_THAT(VerifyTrust(answer->receipt()), IsOk());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size + 2);

  const v1::SuspendAgencyRequest second = SuspendRequest();
  const v1::Proposal other = MustPropose(Act(second));
  direct = Start(api().suspend_agency, ana_, second);
  approve = Start(api().approve_proposal, ben_, ApprovalOf(other));
  Pump();
  EXPECT_THAT(direct.get(), IsOk());
  EXPECT_THAT(approve.get(), ReasonIs(v1::ERROR_REASON_REQUEST_ID_REUSED));
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApproveProposalTest, AStoreThatFailsKeepsNeitherActNorApproval) {
  const v1::Proposal proposal = MustPropose(Act(SuspendRequest()));
  const v1::ApproveProposalRequest request = ApprovalOf(proposal);
  store_.FailNext(Step::kCommit, base::StoreUnavailable("disk full"));
  EXPECT_THAT(Call(api().approve_proposal, ben_, request), ReasonIs(v1::ERROR_REASON_STORE_UNAVAILABLE));
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_REGISTERED);
  EXPECT_EQ(Stored(proposal).state(), v1::PROPOSAL_STATE_OPEN);
  EXPECT_THAT(Call(api().approve_proposal, ben_, request), IsOk());
  EXPECT_EQ(StateOfAgency(), v1::AGENCY_STATE_SUSPENDED);
}

TEST_F(ApproveProposalTest, OnlyAdministratorsAndOnlyWhatIsThere) {
  v1::Proposal none;
  none.set_proposal_id(NewId());
  EXPECT_THAT(Approve(ben_, none), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_EQ(base::FieldOf(Approve(ben_, v1::Proposal()).status()), "proposal_id");
  EXPECT_EQ(base::FieldOf(Call(api().approve_proposal, ben_, v1::ApproveProposalRequest()).status()),
            "request_id");
  core_->approval.two_persons.clear();
  EnrolAgency(kSender);
  EXPECT_THAT(Approve(CallerOf(kSender), none), ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
