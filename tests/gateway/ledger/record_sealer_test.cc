#include "gateway/ledger/record_sealer.h"

#include <set>

#include "tests/gateway/ledger/ledger_fixture.h"

namespace enlace::ledger {
namespace {

class RecordSealerTest : public LedgerTest {
 protected:
  Leaf LeafAt(uint64_t index) { return *ParseLeaf(reader_.Leaves(v1::LOG_ID_CASE, index, 1)->front()); }
  std::string HashAt(uint64_t index) { return LeafHash(reader_.Leaves(v1::LOG_ID_CASE, index, 1)->front()); }
  static Decide Append(Draft draft) {
    return [draft](Work& work) -> absl::StatusOr<std::string> {
      RETURN_IF_ERROR(work.Append(draft).status());
      return "";
    };
  }
};

TEST_F(RecordSealerTest, CaseKeyFollowsTheCaseThroughTheLog) {
  for (const char* id : {"C1", "C2", "C1", "C1"}) ASSERT_THAT(Run(AppendTo(id)), IsOk());
  ASSERT_OK_AND_ASSIGN(const base::Secret key, store_.keys().Get("case:C1"));
  EXPECT_EQ(Xor(LeafAt(0).prev, ChainMask(key, 1)), std::string(32, '\0'));
  EXPECT_EQ(Xor(LeafAt(2).prev, ChainMask(key, 2)), HashAt(0));
  EXPECT_EQ(Xor(LeafAt(3).prev, ChainMask(key, 3)), HashAt(2));
}

TEST_F(RecordSealerTest, RecordOfAnotherSubjectDoesNotExtendTheChain) {
  Draft foreign = CaseDraft("C1");
  foreign.subject = "agency:x";
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  ASSERT_THAT(Run(Append(foreign)), IsOk());
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  ASSERT_OK_AND_ASSIGN(const base::Secret key, store_.keys().Get("case:C1"));
  EXPECT_EQ(Xor(LeafAt(2).prev, ChainMask(key, 2)), HashAt(0));
  EXPECT_EQ(reader_.CaseRecords({"C1"}, 0, 9)->size(), 3U);
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
}

TEST_F(RecordSealerTest, RefusalUnderTheNameThatWasAskedForExtendsNoChain) {
  Draft refusal = CaseDraft("", "referral.read_refused");
  refusal.subject = "agency:x";
  refusal.record.set_referral_id("R1");
  refusal.record.set_refusal(v1::ERROR_REASON_NOT_FOUND);
  for (int i = 0; i < 2; ++i) ASSERT_THAT(Run(Append(refusal)), IsOk());
  EXPECT_EQ(reader_.CaseRecords({"R1"}, 0, 9)->size(), 2U);
  EXPECT_EQ(RowOf(store::Table::kCaseRecord, store::CaseRecordKey("R1", 1)), store::EncodeChainState({}));
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
}

TEST_F(RecordSealerTest, NoTwoLeavesOfACaseShareAField) {
  std::set<std::string> fields;
  for (int i = 0; i < 5; ++i) ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  for (int i = 0; i < 5; ++i) {
    const Leaf leaf = LeafAt(i);
    for (const auto& field : {leaf.commit, leaf.case_tag, leaf.sealed, leaf.prev, leaf.actor})
      fields.insert(field);
  }
  EXPECT_EQ(fields.size(), 25U);
}

TEST_F(RecordSealerTest, CommitmentsOpenToCaseAndActor) {
  Draft draft = CaseDraft("C1");
  draft.record.set_sealed_digest(std::string(32, 'd'));
  draft.clazz = LeafClass::kDisclosure;
  draft.policy_version = 0x1234;
  ASSERT_THAT(Run(Append(draft)), IsOk());
  ASSERT_OK_AND_ASSIGN(const OpenedRecord opened, reader_.OpenRecord(v1::LOG_ID_CASE, 0));
  EXPECT_EQ(opened.leaf.case_tag, CommitCase(opened.salts.case_id, "C1"));
  EXPECT_EQ(opened.leaf.actor, CommitActor(opened.salts.actor, std::string(32, 'k')));
  EXPECT_EQ(opened.leaf.sealed, std::string(32, 'd'));
  EXPECT_EQ(opened.leaf.clazz, LeafClass::kDisclosure);
  EXPECT_EQ(opened.leaf.policy_version, 0x1234);
  EXPECT_THAT(Problems(), ::testing::IsEmpty());
}

TEST_F(RecordSealerTest, ErasedKeyIsNotUsedAgain) {
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  ASSERT_OK_AND_ASSIGN(const base::Secret old_key, store_.keys().Get("case:C1"));
  ASSERT_THAT(store_.keys().Erase("case:C1"), IsOk());
  ASSERT_THAT(Run(AppendTo("C1")), IsOk());
  ASSERT_OK_AND_ASSIGN(const base::Secret new_key, store_.keys().Get("case:C1"));
  EXPECT_FALSE(old_key.Equals(new_key.RevealSecret()));
  EXPECT_THAT(reader_.OpenRecord(v1::LOG_ID_CASE, 1), IsOk());
}

}  // namespace
}  // namespace enlace::ledger
