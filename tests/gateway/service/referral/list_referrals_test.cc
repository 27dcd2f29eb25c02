#include "gateway/service/referral/list_referrals.h"

#include <set>

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class ListReferralsTest : public GatewayFixture {
 protected:
  ListReferralsTest() { EnrolScene(); }
  absl::StatusOr<v1::ListReferralsResponse> List(const std::string& caller,
                                                 const v1::ListReferralsRequest& request = {}) {
    return Call(api().list_referrals, CallerOf(caller), request);
  }
};

TEST_F(ListReferralsTest, PagesHoldEachReferralOnce) {
  std::set<std::string> submitted;
  for (int i = 0; i < 3; ++i) submitted.insert(MustSubmit(kSender, Urgent()).referral_id());
  v1::ListReferralsRequest request;
  request.set_page_size(2);
  std::set<std::string> listed;
  do {
    ASSERT_OK_AND_ASSIGN(const v1::ListReferralsResponse page, List(kProsecutor, request));
    for (const v1::Referral& referral : page.referrals())
      EXPECT_TRUE(listed.insert(referral.referral_id()).second);
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  EXPECT_EQ(listed, submitted);
}

TEST_F(ListReferralsTest, ATokenServesItsOwnQuestionOnly) {
  for (int i = 0; i < 2; ++i) MustSubmit(kSender, Urgent());
  v1::ListReferralsRequest request;
  request.set_page_size(1);
  ASSERT_OK_AND_ASSIGN(const v1::ListReferralsResponse page, List(kProsecutor, request));
  request.set_page_token(page.next_page_token());
  ASSERT_THAT(List(kProsecutor, request), IsOk());
  request.add_leg_states(v1::LEG_STATE_ACCEPTED);
  EXPECT_THAT(List(kProsecutor, request), ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
  v1::ListAgenciesRequest agencies;
  agencies.set_page_token(page.next_page_token());
  EXPECT_THAT(Call(api().list_agencies, CallerOf(kProsecutor), agencies),
              ReasonIs(v1::ERROR_REASON_FIELD_INVALID));
}

TEST_F(ListReferralsTest, TheFilterKeepsReferralsWithSuchALeg) {
  const v1::Referral accepted = MustSubmit(kSender, Urgent());
  MustSubmit(kSender, Urgent());
  Accept(accepted, kProsecutor);
  v1::ListReferralsRequest request;
  request.add_leg_states(v1::LEG_STATE_ACCEPTED);
  ASSERT_OK_AND_ASSIGN(const v1::ListReferralsResponse page, List(kProsecutor, request));
  ASSERT_THAT(page.referrals(), SizeIs(1));
  EXPECT_EQ(page.referrals(0).referral_id(), accepted.referral_id());
  EXPECT_FALSE(page.referrals(0).has_sealed());
}

TEST_F(ListReferralsTest, StrangersAndExcludedSeeAnEmptyListAsBefore) {
  const uint64_t start = LogSize();
  ASSERT_OK_AND_ASSIGN(const v1::ListReferralsResponse before, List(kStranger));
  const uint64_t written = LogSize() - start;
  MustSubmit(kSender, Urgent(), {kPolice});
  for (const char* id : {kStranger, kPolice}) {
    const uint64_t size = LogSize();
    ASSERT_OK_AND_ASSIGN(const v1::ListReferralsResponse page, List(id));
    EXPECT_THAT(page.referrals(), IsEmpty());
    EXPECT_THAT(page.next_page_token(), IsEmpty());
    EXPECT_EQ(LogSize() - size, written);
  }
}

TEST_F(ListReferralsTest, EveryListedReferralIsARecordOfItsCase) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  v1::ListReferralsRequest request;
  request.set_officer_pseudonym("f-3");
  ASSERT_OK_AND_ASSIGN(const v1::ListReferralsResponse page, List(kProsecutor, request));
  EXPECT_EQ(RecordAt(page.record().log_index()).event_type(), "referrals.listed");
  const store::v1::Record record = RecordAt(page.record().log_index() + 1);
  EXPECT_EQ(record.event_type(), "referral.listed");
  EXPECT_EQ(record.case_id(), referral.case_id());
  EXPECT_EQ(record.actor().agency_id(), kProsecutor);
  EXPECT_EQ(record.officer_pseudonym(), "f-3");
}

}  // namespace
}  // namespace enlace::service
