#include "gateway/service/approval/proposals.h"

#include "gateway/service/escalation/due_cases.h"
#include "tests/gateway/service/approval/approval_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ProposalsTest : public ApprovalFixture {
 protected:
  DueCases due_{*core_, [this] { Pump(); }};
};

TEST_F(ProposalsTest, OpenUntilItsEndAndNotAtIt) {
  v1::Proposal proposal;
  proposal.set_state(v1::PROPOSAL_STATE_OPEN);
  *proposal.mutable_expire_time() = base::ToProto(clock_.Now());
  EXPECT_EQ(ProposalAt(proposal, clock_.Now() - absl::Microseconds(1)).state(), v1::PROPOSAL_STATE_OPEN);
  EXPECT_EQ(ProposalAt(proposal, clock_.Now()).state(), v1::PROPOSAL_STATE_EXPIRED);
  proposal.set_state(v1::PROPOSAL_STATE_APPROVED);
  EXPECT_EQ(ProposalAt(proposal, clock_.Now()).state(), v1::PROPOSAL_STATE_APPROVED);
}

TEST_F(ProposalsTest, TheSchedulerPutsEachEndOnRecordOnce) {
  const v1::Proposal first = MustPropose(Act(SuspendRequest()));
  clock_.Advance(absl::Hours(1));
  const v1::Proposal second = MustPropose(Act(SuspendRequest()));
  const v1::Proposal decided = MustPropose(Act(SuspendRequest()));
  ASSERT_THAT(Reject(ben_, decided), IsOk());
  const uint64_t size = LogSize(v1::LOG_ID_TRUST);
  const absl::Time first_end = base::FromProto(first.expire_time());
  ASSERT_OK_AND_ASSIGN(absl::Time next, due_.DoDue(first_end - absl::Seconds(1)));
  EXPECT_EQ(next, first_end);
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size);
  ASSERT_OK_AND_ASSIGN(next, due_.DoDue(first_end));
  EXPECT_EQ(next, base::FromProto(second.expire_time()));
  EXPECT_THAT(TrustEvents(size), ElementsAre("proposal.expired"));
  EXPECT_EQ(RecordAt(size, v1::LOG_ID_TRUST).administrator(), "");
  EXPECT_EQ(Stored(first).state(), v1::PROPOSAL_STATE_EXPIRED);
  ASSERT_OK_AND_ASSIGN(next, due_.DoDue(first_end + absl::Hours(2)));
  EXPECT_EQ(next, absl::InfiniteFuture());
  EXPECT_EQ(LogSize(v1::LOG_ID_TRUST), size + 2);
  EXPECT_EQ(Stored(decided).state(), v1::PROPOSAL_STATE_REJECTED);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ProposalsTest, OpenOnesAreCounted) {
  EXPECT_EQ(*CountOpenProposals(**store_.Read(), clock_.Now()), 0U);
  MustPropose(Act(SuspendRequest()));
  clock_.Advance(absl::Hours(1));
  const v1::Proposal second = MustPropose(Act(SuspendRequest()));
  EXPECT_EQ(*CountOpenProposals(**store_.Read(), clock_.Now()), 2U);
  EXPECT_EQ(*CountOpenProposals(**store_.Read(), clock_.Now() + absl::Hours(71) + absl::Seconds(1)), 1U);
  ASSERT_THAT(Approve(ben_, second), IsOk());
  EXPECT_EQ(*CountOpenProposals(**store_.Read(), clock_.Now()), 1U);
}

}  // namespace
}  // namespace enlace::service
