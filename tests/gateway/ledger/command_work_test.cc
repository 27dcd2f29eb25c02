#include "gateway/ledger/command_work.h"

#include "gateway/base/time_text.h"
#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

class CommandWorkTest : public LedgerTest {
 protected:
  const std::unique_ptr<store::Reader> base_ = *store_.Read();
  CommandWork work_{*base_, {{v1::LOG_ID_CASE, 7}, {v1::LOG_ID_TRUST, 3}}, absl::FromUnixSeconds(99)};
};

TEST_F(CommandWorkTest, IndexesCountPerLog) {
  EXPECT_EQ(*work_.Append(CaseDraft("C1")), 7U);
  EXPECT_EQ(*work_.Append(TrustDraft()), 3U);
  EXPECT_EQ(*work_.Append(CaseDraft("C1")), 8U);
}

TEST_F(CommandWorkTest, RecordsCarryTheTimeOfTheCommand) {
  ASSERT_THAT(work_.Append(CaseDraft("C1")), IsOk());
  EXPECT_EQ(base::FromProto(work_.TakeRecords(false)[0].draft.record.record_time()), work_.now());
}

TEST_F(CommandWorkTest, RefusedCommandKeepsItsRefusalsOnlyAndTellsNoFeed) {
  Draft refusal = CaseDraft("C1", "refused");
  refusal.feed.resize(1);
  EXPECT_EQ(*work_.AppendRefusal(refusal), 7U);
  ASSERT_THAT(work_.Append(CaseDraft("C1")), IsOk());
  const std::vector<StagedRecord> records = work_.TakeRecords(true);
  ASSERT_EQ(records.size(), 1U);
  EXPECT_EQ(records[0].draft.record.event_type(), "refused");
  EXPECT_TRUE(records[0].draft.feed.empty());
}

TEST_F(CommandWorkTest, RefusalAfterAnAppendIsADefect) {
  ASSERT_THAT(work_.Append(CaseDraft("C1")), IsOk());
  EXPECT_THAT(work_.AppendRefusal(CaseDraft("C1")), StatusIs(absl::StatusCode::kInternal));
}

TEST_F(CommandWorkTest, MalformedDraftsAreDefects) {
  std::vector<Draft> drafts(5, CaseDraft("C1"));
  drafts[0].subject.clear();
  drafts[1].actor_key_id = "short";
  drafts[2].record.set_sealed_digest("short");
  drafts[3].log = v1::LOG_ID_UNSPECIFIED;
  drafts[4] = TrustDraft();
  drafts[4].feed.resize(1);
  for (const Draft& draft : drafts) EXPECT_THAT(work_.Append(draft), StatusIs(absl::StatusCode::kInternal));
  EXPECT_THAT(work_.AppendRefusal(drafts[0]), StatusIs(absl::StatusCode::kInternal));
  EXPECT_TRUE(work_.TakeRecords(false).empty());
}

TEST_F(CommandWorkTest, WritesAreSeenAndStayInMemory) {
  ASSERT_THAT(work_.Put(store::Table::kCase, "k", "v"), IsOk());
  EXPECT_EQ(*work_.Get(store::Table::kCase, "k"), "v");
  EXPECT_EQ(work_.Scan(store::Table::kCase, {.prefix = ""})->size(), 1U);
  ASSERT_THAT(work_.Delete(store::Table::kCase, "k"), IsOk());
  EXPECT_EQ(*work_.Get(store::Table::kCase, "k"), absl::nullopt);
  EXPECT_EQ(RowOf(store::Table::kCase, "k"), "");
}

TEST_F(CommandWorkTest, FailureOfTheStoreIsRemembered) {
  store_.FailNext(Step::kScan, base::StoreUnavailable("x"));
  EXPECT_FALSE(work_.Scan(store::Table::kCase, {.prefix = ""}).ok());
  EXPECT_THAT(work_.store_failure(), StatusIs(absl::StatusCode::kUnavailable));
}

}  // namespace
}  // namespace enlace::ledger
