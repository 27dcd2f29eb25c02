#include "gateway/service/replay/replay.h"

#include "gateway/store/tables.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using store::Table;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class ReplayTest : public GatewayFixture {
 protected:
  ReplayTest() { EnrolScene(); }

  std::vector<std::string> Problems() {
    const absl::StatusOr<ReplayReport> report = Replay(store_);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->comparison.problems : std::vector<std::string>();
  }
  std::string RowOf(Table table, const std::string& key) {
    return (*(*store_.Read())->Get(table, key)).value_or("");
  }
  void Put(Table table, const std::string& key, const std::string& value) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(transaction->Put(table, key, value), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  void Drop(Table table, const std::string& key) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(transaction->Delete(table, key), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  // Every act that makes rows: submissions, an exclusion in an open case, all
  // that a leg can do, a refusal and a look.
  v1::Referral ABusyCase() {
    const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
    Accept(referral, kProsecutor);
    Receive(referral, kFederal);
    EXPECT_THAT(Advance(referral, kFederal,
                        [](v1::AdvanceLegRequest* request) {
                          request->mutable_decline()->set_reason(v1::DECLINE_REASON_MANDATE_LAPSED);
                          request->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
                        }),
                IsOk());
    EXPECT_FALSE(Call(api().get_case_status, CallerOf(kStranger), LookAt(referral.case_id())).ok());
    EXPECT_THAT(Call(api().get_case_status, CallerOf(kSender), LookAt(referral.case_id())), IsOk());
    MustSubmit(kSender, Ordinary(), {kProsecutor}, referral.case_id());
    return referral;
  }
};

TEST_F(ReplayTest, WhatHandlersWroteIsWhatTheirRecordsLeadTo) {
  ABusyCase();
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(ReplayTest, CountsWhatItRead) {
  ABusyCase();
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
  EXPECT_EQ(report.records, LogSize() + LogSize(v1::LOG_ID_TRUST));
  EXPECT_EQ(report.cases, 1U);
  EXPECT_GT(report.comparison.rows, 20U);
}

TEST_F(ReplayTest, FindsAnAlteredCase) {
  const v1::Referral referral = ABusyCase();
  store::v1::CaseState state = StateOf(referral.case_id());
  state.mutable_referrals(0)->mutable_legs(0)->set_state(v1::LEG_STATE_CLOSED);
  Put(Table::kCase, referral.case_id(), state.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("cases: row " + referral.case_id() + " is not what")));
}

TEST_F(ReplayTest, FindsAClockThatWasStoppedByHand) {
  const v1::Referral referral = ABusyCase();
  store::v1::CaseState state = StateOf(referral.case_id());
  ASSERT_GT(state.clocks_size(), 0);
  state.mutable_clocks(0)->set_state(v1::CLOCK_STATE_VOID);
  Put(Table::kCase, referral.case_id(), state.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("cases: row")));
}

TEST_F(ReplayTest, FindsALostFeedRow) {
  ABusyCase();
  const std::vector<v1::FeedItem> items = FeedOf(kSender);
  ASSERT_FALSE(items.empty());
  Drop(Table::kFeed, store::FeedKey(kSender, items[0].position()));
  EXPECT_THAT(Problems(), Contains(HasSubstr("feeds: row uep-chihuahua")));
}

TEST_F(ReplayTest, FindsAnAccessRowGivenByHand) {
  const v1::Referral referral = ABusyCase();
  store::v1::AccessRow row;
  row.set_case_id(referral.case_id());
  row.set_grade(v1::ACCESS_GRADE_FULL);
  Put(Table::kAccess, store::AccessKey(kPolice, store::AccessKind::kCase, referral.case_id()),
      row.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("access: row policia-chihuahua")));
}

TEST_F(ReplayTest, FindsAForgottenRequest) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_THAT(Call(api().submit_referral, CallerOf(kSender), request), IsOk());
  Drop(Table::kRequest, store::RequestKey(CallerOf(kSender).name(), request.request_id()));
  EXPECT_THAT(Problems(), Contains(HasSubstr("took effect and is not remembered")));
}

TEST_F(ReplayTest, FindsACommandThatTookEffectTwice) {
  const v1::SubmitReferralRequest request = Submission(kSender, Urgent());
  ASSERT_OK_AND_ASSIGN(const auto first, Call(api().submit_referral, CallerOf(kSender), request));
  v1::AdvanceLegRequest confirm = Command(first.referral(), kProsecutor, ConfirmDelivery());
  ASSERT_THAT(Call(api().advance_leg, CallerOf(kProsecutor), confirm), IsOk());
  Drop(Table::kRequest, store::RequestKey(CallerOf(kProsecutor).name(), confirm.request_id()));
  v1::AdvanceLegRequest again = Command(first.referral(), kProsecutor, ConfirmReception());
  again.set_request_id(confirm.request_id());
  ASSERT_THAT(Call(api().advance_leg, CallerOf(kProsecutor), again), IsOk());
  EXPECT_THAT(Problems(), Contains(HasSubstr("took effect more than once")));
}

TEST_F(ReplayTest, FindsATokenThatCanBeSpentAgain) {
  auto reader = *store_.Read();
  const std::vector<store::Row> tokens = *reader->Scan(Table::kToken, {});
  ASSERT_FALSE(tokens.empty());
  store::v1::TokenRow row;
  ASSERT_TRUE(row.ParseFromString(tokens[0].value));
  row.set_spent(false);
  Put(Table::kToken, tokens[0].key, row.SerializeAsString());
  EXPECT_THAT(Problems(), Contains(HasSubstr("tokens: row")));
}

TEST_F(ReplayTest, AnErasedCaseIsPassedOver) {
  const v1::Referral referral = ABusyCase();
  MustSubmit(kSender, Urgent());
  ASSERT_THAT(store_.keys().Erase("case:" + referral.case_id()), IsOk());
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
  EXPECT_THAT(report.comparison.problems, IsEmpty());
  EXPECT_EQ(report.erased_cases, 1U);
  EXPECT_EQ(report.cases, 1U);
}

TEST_F(ReplayTest, AnUnreadableStoreIsAnErrorNotAProblem) {
  store_.FailNext(Step::kRead, base::StoreUnavailable("disk"));
  EXPECT_FALSE(Replay(store_).ok());
}

}  // namespace
}  // namespace enlace::service
