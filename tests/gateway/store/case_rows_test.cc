#include "gateway/store/case_rows.h"

#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using referral::kOther;
using referral::kRecipient;
using referral::kSender;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class CaseRowsTest : public ::testing::Test {
 protected:
  CaseRowsTest() : state_(referral::NewCase()) {}
  // The only way to a grant is the authorizer.
  authz::Grant GrantFor(const std::string& case_id) {
    identity::Caller caller;
    caller.kind = identity::Caller::Kind::kAgency;
    caller.agency_id = kSender;
    caller.agency_kind = enlace::v1::AGENCY_KIND_PROTECTION_UNIT;
    return *authorizer_.AuthorizeNewCase(caller, case_id);
  }
  void Write(const v1::CaseState& before, const v1::CaseState& after) {
    auto transaction = store_.Begin();
    ASSERT_THAT(WriteCase(**transaction, GrantFor(after.case_id()), before, after), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }
  absl::optional<authz::AccessFacts> Find(const std::string& agency, authz::KeyKind kind,
                                          const std::string& id) {
    const auto reader = store_.Read();
    AccessRows rows(**reader);
    return *rows.Find(agency, kind, id);
  }
  void WriteFeed(const std::string& agency, uint64_t position, const std::string& case_id) {
    v1::FeedRow row;
    row.mutable_item()->set_case_id(case_id);
    auto transaction = store_.Begin();
    ASSERT_THAT(PutProto(**transaction, Table::kFeed, FeedKey(agency, position), row), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }
  size_t FeedSize(const std::string& agency) {
    Range range;
    range.prefix = FeedPrefix(agency);
    range.limit = 10000;
    return (*store_.Read())->Scan(Table::kFeed, range)->size();
  }
  MemoryStore store_;
  const authz::Authorizer authorizer_{};
  const v1::CaseState state_;
};

TEST_F(CaseRowsTest, PartiesFindTheCaseAndOthersNothing) {
  Write(v1::CaseState(), state_);
  const std::string referral_id = state_.referrals(0).referral_id();
  for (const char* agency : {kSender, kRecipient}) {
    const auto facts = Find(agency, authz::KeyKind::kCase, state_.case_id());
    ASSERT_TRUE(facts.has_value());
    EXPECT_EQ(facts->case_id, state_.case_id());
    EXPECT_EQ(facts->grade, enlace::v1::ACCESS_GRADE_FULL);
    EXPECT_TRUE(Find(agency, authz::KeyKind::kReferral, referral_id).has_value());
    EXPECT_THAT(*ReferralIdsOf(**store_.Read(), agency, "", 10), ElementsAre(referral_id));
    EXPECT_THAT(*ReferralIdsOf(**store_.Read(), agency, referral_id, 10), IsEmpty());
  }
  EXPECT_FALSE(Find(kOther, authz::KeyKind::kCase, state_.case_id()).has_value());
}

TEST_F(CaseRowsTest, TheStateReadIsTheStateWritten) {
  Write(v1::CaseState(), state_);
  ASSERT_OK_AND_ASSIGN(const v1::CaseState read, ReadCase(**store_.Read(), GrantFor(state_.case_id())));
  EXPECT_EQ(read.SerializeAsString(), state_.SerializeAsString());
  EXPECT_THAT(ReadCase(**store_.Read(), GrantFor("another")), ReasonIs(enlace::v1::ERROR_REASON_INTERNAL));
}

TEST_F(CaseRowsTest, RowsFollowTheStateDownwardsToo) {
  Write(v1::CaseState(), state_);
  v1::CaseState taken_back = state_;
  taken_back.mutable_referrals(0)->mutable_legs(0)->set_state(enlace::v1::LEG_STATE_REVOKED);
  v1::CaseState declined = state_;
  declined.mutable_referrals(0)->mutable_legs(0)->set_state(enlace::v1::LEG_STATE_DECLINED);
  Write(state_, declined);
  EXPECT_EQ(Find(kRecipient, authz::KeyKind::kCase, state_.case_id())->grade,
            enlace::v1::ACCESS_GRADE_STATUS_ONLY);
  Write(declined, taken_back);
  EXPECT_FALSE(Find(kRecipient, authz::KeyKind::kCase, state_.case_id()).has_value());
  EXPECT_THAT(*ReferralIdsOf(**store_.Read(), kRecipient, "", 10), IsEmpty());
}

TEST_F(CaseRowsTest, ANativeNumberIsARowOfItsAgencyWhileItHasAccess) {
  v1::CaseState numbered = state_;
  v1::NativeNumber* number = numbered.add_native_numbers();
  number->set_agency_id(kRecipient);
  number->set_native_number_hash(std::string(32, 'h'));
  Write(state_, numbered);
  EXPECT_TRUE(Find(kRecipient, authz::KeyKind::kNativeNumber, std::string(32, 'h')).has_value());
  EXPECT_FALSE(Find(kSender, authz::KeyKind::kNativeNumber, std::string(32, 'h')).has_value());
  v1::CaseState excluded = numbered;
  excluded.add_exclusions()->set_agency_id(kRecipient);
  Write(numbered, excluded);
  EXPECT_FALSE(Find(kRecipient, authz::KeyKind::kNativeNumber, std::string(32, 'h')).has_value());
}

TEST_F(CaseRowsTest, ANumberThatEndedIsNoRow) {
  v1::CaseState numbered = state_;
  v1::NativeNumber* number = numbered.add_native_numbers();
  number->set_agency_id(kRecipient);
  number->set_native_number_hash(std::string(32, 'h'));
  number->set_ended(true);
  Write(state_, numbered);
  EXPECT_FALSE(Find(kRecipient, authz::KeyKind::kNativeNumber, std::string(32, 'h')).has_value());
}

TEST_F(CaseRowsTest, AnExclusionLeavesNothingOfTheCaseInTheFeed) {
  Write(v1::CaseState(), state_);
  for (uint64_t position = 0; position < 1005; ++position) WriteFeed(kRecipient, position, state_.case_id());
  WriteFeed(kRecipient, 2000, "another-case");
  WriteFeed(kOther, 1, state_.case_id());
  v1::CaseState excluded = state_;
  excluded.add_exclusions()->set_agency_id(kRecipient);
  Write(state_, excluded);
  EXPECT_EQ(FeedSize(kRecipient), 1u);
  EXPECT_EQ(FeedSize(kOther), 1u);
  EXPECT_FALSE(Find(kRecipient, authz::KeyKind::kCase, state_.case_id()).has_value());
}

TEST_F(CaseRowsTest, AGrantServesItsOwnCaseOnly) {
  auto transaction = store_.Begin();
  EXPECT_THAT(WriteCase(**transaction, GrantFor("another"), v1::CaseState(), state_),
              ReasonIs(enlace::v1::ERROR_REASON_INTERNAL));
}

TEST_F(CaseRowsTest, ASealedPayloadIsFoundByItsDigestUntilItIsErased) {
  const authz::Grant grant = GrantFor(state_.case_id());
  auto transaction = store_.Begin();
  ASSERT_THAT(WriteSealed(**transaction, grant, "digest", "cms"), IsOk());
  ASSERT_THAT((*transaction)->Commit(), IsOk());
  EXPECT_EQ(*ReadSealed(**store_.Read(), grant, "digest"), "cms");
  EXPECT_THAT(ReadSealed(**store_.Read(), grant, "other"), ReasonIs(enlace::v1::ERROR_REASON_NOT_FOUND));
}

}  // namespace
}  // namespace enlace::store
