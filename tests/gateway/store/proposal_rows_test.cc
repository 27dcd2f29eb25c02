#include "gateway/store/proposal_rows.h"

#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class ProposalRowsTest : public ::testing::Test {
 protected:
  void Write(const std::string& id, uint64_t index, enlace::v1::ProposalState state, int64_t expires) {
    v1::ProposalRow row;
    row.mutable_proposal()->set_proposal_id(id);
    row.mutable_proposal()->set_trust_log_index(index);
    row.mutable_proposal()->set_state(state);
    row.mutable_proposal()->mutable_expire_time()->set_seconds(expires);
    auto transaction = *store_.Begin();
    ASSERT_THAT(WriteProposal(*transaction, row), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  MemoryStore store_;
};

TEST_F(ProposalRowsTest, TheNewestComesFirstOverPages) {
  Write("a", 0, enlace::v1::PROPOSAL_STATE_OPEN, 10);
  Write("b", 300, enlace::v1::PROPOSAL_STATE_OPEN, 10);
  Write("c", 9, enlace::v1::PROPOSAL_STATE_OPEN, 10);
  std::string order;
  std::string after;
  do {
    ASSERT_OK_AND_ASSIGN(const auto page, ListProposals(**store_.Read(), 2, &after));
    for (const v1::ProposalRow& row : page) order += row.proposal().proposal_id();
  } while (!after.empty());
  EXPECT_EQ(order, "bca");
}

TEST_F(ProposalRowsTest, OnlyOpenOnesAreDueTheEarliestFirst) {
  Write("a", 1, enlace::v1::PROPOSAL_STATE_OPEN, 30);
  Write("b", 2, enlace::v1::PROPOSAL_STATE_OPEN, 20);
  Write("c", 3, enlace::v1::PROPOSAL_STATE_REJECTED, 10);
  ASSERT_OK_AND_ASSIGN(const std::vector<DueProposal> due, NextDueProposals(**store_.Read(), 10));
  ASSERT_THAT(due, SizeIs(2));
  EXPECT_EQ(due[0].proposal_id, "b");
  EXPECT_EQ(due[0].due, absl::FromUnixSeconds(20));
  ASSERT_OK_AND_ASSIGN(const std::vector<DueProposal> rest, NextDueProposals(**store_.Read(), 10, due[0]));
  EXPECT_THAT(rest, SizeIs(1));
  Write("a", 1, enlace::v1::PROPOSAL_STATE_APPROVED, 30);
  Write("b", 2, enlace::v1::PROPOSAL_STATE_EXPIRED, 20);
  EXPECT_THAT(*NextDueProposals(**store_.Read(), 10), IsEmpty());
}

TEST_F(ProposalRowsTest, RowsFollowFromTheProposal) {
  v1::ProposalRow row;
  row.mutable_proposal()->set_proposal_id("a");
  row.mutable_proposal()->set_trust_log_index(5);
  EXPECT_THAT(ProposalRowsOf(Table::kProposalDue, row), IsEmpty());
  EXPECT_EQ(ProposalRowsOf(Table::kProposalOrder, row).begin()->second, "a");
  EXPECT_EQ(ProposalRowsOf(Table::kProposal, row).begin()->first, "a");
  EXPECT_THAT(ProposalRowsOf(Table::kCase, row), IsEmpty());
  EXPECT_FALSE((*FindProposal(**store_.Read(), "a")).has_value());
}

}  // namespace
}  // namespace enlace::store
