#include "gateway/service/replay/approval_replay.h"

#include "gateway/store/memory/memory_store.h"
#include "gateway/store/proposal_rows.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::service {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class ApprovalReplayTest : public ::testing::Test {
 protected:
  static store::v1::Record RecordOf(v1::ProposalState state) {
    store::v1::Record record;
    record.set_certificate_serial("5f");
    v1::Proposal& proposal = *record.mutable_event()->mutable_proposal_changed();
    proposal.set_proposal_id("p1");
    proposal.set_state(state);
    proposal.mutable_expire_time()->set_seconds(1000);
    if (state != v1::PROPOSAL_STATE_OPEN) proposal.set_trust_log_index(7);
    return record;
  }
  static store::v1::ProposalRow RowOf(v1::ProposalState state) {
    store::v1::ProposalRow row;
    *row.mutable_proposal() = RecordOf(state).event().proposal_changed();
    row.mutable_proposal()->set_trust_log_index(7);
    row.set_certificate_serial("5f");
    return row;
  }
  void Store(const store::v1::ProposalRow& row) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(store::WriteProposal(*transaction, row), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  std::vector<std::string> Problems() {
    store::ComparisonReport report;
    EXPECT_THAT(replay_.Compare(**store_.Read(), &report), IsOk());
    return report.problems;
  }
  store::MemoryStore store_;
  ApprovalReplay replay_;
};

TEST_F(ApprovalReplayTest, RowsAreMadeAnewFromTheRecords) {
  replay_.Add(7, RecordOf(v1::PROPOSAL_STATE_OPEN));
  Store(RowOf(v1::PROPOSAL_STATE_OPEN));
  EXPECT_THAT(Problems(), IsEmpty());
  store::v1::Record approved = RecordOf(v1::PROPOSAL_STATE_APPROVED);
  approved.set_certificate_serial("aa");  // Of whoever approved.
  replay_.Add(9, approved);
  Store(RowOf(v1::PROPOSAL_STATE_APPROVED));
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ApprovalReplayTest, FindsAProposalThatWasReopenedByHand) {
  replay_.Add(7, RecordOf(v1::PROPOSAL_STATE_OPEN));
  replay_.Add(9, RecordOf(v1::PROPOSAL_STATE_REJECTED));
  Store(RowOf(v1::PROPOSAL_STATE_OPEN));
  EXPECT_THAT(Problems(), SizeIs(2));  // The row and its end.
}

TEST_F(ApprovalReplayTest, FindsAProposalThatNobodyMade) {
  Store(RowOf(v1::PROPOSAL_STATE_OPEN));
  ASSERT_THAT(Problems(), SizeIs(3));
  EXPECT_THAT(Problems()[0], HasSubstr("proposals: row p1 should not be there"));
}

TEST_F(ApprovalReplayTest, FindsAdoptedFilesThatAreMissing) {
  store::v1::Record adopted;
  adopted.mutable_event()->mutable_mechanisms_adopted()->set_digest("ab");
  replay_.Add(0, adopted);
  EXPECT_THAT(Problems(), ::testing::ElementsAre("mechanisms: the files in force are missing"));
}

}  // namespace
}  // namespace enlace::service
