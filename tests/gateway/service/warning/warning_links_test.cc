#include "gateway/service/warning/warning_links.h"

#include "tests/gateway/service/warning/warning_fixture.h"

namespace enlace::service {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class WarningLinksTest : public WarningFixture {
 protected:
  std::vector<std::string> ReferralsSeenBy(const std::string& agency, const std::string& warning_id) {
    const v1::WarningView view = MustGet(agency, warning_id);
    return {view.open_referral_ids().begin(), view.open_referral_ids().end()};
  }
  std::vector<std::string> WarningsSeenBy(const std::string& agency, const std::string& case_id) {
    const auto status = Call(api().get_case_status, CallerOf(agency), LookAt(case_id));
    EXPECT_THAT(status, IsOk());
    return {status->status().active_warning_ids().begin(), status->status().active_warning_ids().end()};
  }
};

TEST_F(WarningLinksTest, AWarningShowsTheOpenReferralsOfItsReader) {
  const v1::Referral there = MustSubmit(kSender, Urgent("MX-CHH"));
  MustSubmit(kSender, Urgent("MX-SON"));
  const std::string id = MustIssue(Alert({kSender, kProsecutor, kStranger}));
  EXPECT_THAT(ReferralsSeenBy(kSender, id), ElementsAre(there.referral_id()));
  EXPECT_THAT(ReferralsSeenBy(kProsecutor, id), ElementsAre(there.referral_id()));
  EXPECT_THAT(ReferralsSeenBy(kStranger, id), IsEmpty());
}

TEST_F(WarningLinksTest, AReferralOfAnotherPopulationIsNotShown) {
  MustSubmit(kSender, Urgent());
  v1::IssueWarningRequest request = Alert({kSender});
  request.mutable_warning()->set_population(0, v1::POPULATION_GROUP_TRADE_UNIONIST);
  EXPECT_THAT(ReferralsSeenBy(kSender, MustIssue(request)), IsEmpty());
}

TEST_F(WarningLinksTest, EachReferralShownIsALookOnTheRecordOfItsCase) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  const std::string id = MustIssue(Alert({kSender}));
  ASSERT_OK_AND_ASSIGN(const v1::GetWarningResponse response, Get(kSender, id));
  const store::v1::Record record = RecordAt(response.record().log_index() + 1);
  EXPECT_EQ(record.event_type(), "referral.listed");
  EXPECT_EQ(record.case_id(), referral.case_id());
  EXPECT_EQ(record.referral_id(), referral.referral_id());
}

TEST_F(WarningLinksTest, ACaseShowsTheWarningsInForceThatItsReaderHas) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  const std::string id = MustIssue(Alert({kSender}));
  EXPECT_THAT(WarningsSeenBy(kSender, referral.case_id()), ElementsAre(id));
  EXPECT_THAT(WarningsSeenBy(kFederal, referral.case_id()), ElementsAre(id));
  EXPECT_THAT(WarningsSeenBy(kProsecutor, referral.case_id()), IsEmpty());
  ASSERT_THAT(Issue(Later(v1::WARNING_MESSAGE_TYPE_CANCEL, id, {kSender})), IsOk());
  EXPECT_THAT(WarningsSeenBy(kSender, referral.case_id()), IsEmpty());
}

TEST_F(WarningLinksTest, AWarningThatExpiredIsNotShown) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  v1::IssueWarningRequest request = Alert({kSender});
  *request.mutable_warning()->mutable_expire_time() = base::ToProto(clock_.Now() + absl::Hours(1));
  MustIssue(request);
  clock_.Advance(absl::Hours(1));
  EXPECT_THAT(WarningsSeenBy(kSender, referral.case_id()), IsEmpty());
}

TEST_F(WarningLinksTest, AnExcludedAgencySeesNothingOfACaseThroughAWarning) {
  const std::string id = MustIssue(Alert({kSender, kPolice, kProsecutor}));
  const uint64_t before = LogSize();
  EXPECT_THAT(ReferralsSeenBy(kPolice, id), IsEmpty());
  const uint64_t written = LogSize() - before;
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
  const uint64_t after = LogSize();
  EXPECT_THAT(ReferralsSeenBy(kPolice, id), IsEmpty());
  EXPECT_EQ(LogSize() - after, written);
  EXPECT_THAT(Call(api().get_case_status, CallerOf(kPolice), LookAt(referral.case_id())),
              ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(WarningLinksTest, WhoeverIsExcludedLaterSeesItNoMore) {
  const std::string id = MustIssue(Alert({kSender, kProsecutor}));
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  EXPECT_THAT(ReferralsSeenBy(kProsecutor, id), ElementsAre(referral.referral_id()));
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral.case_id());
  EXPECT_THAT(ReferralsSeenBy(kProsecutor, id), IsEmpty());
  EXPECT_THAT(Problems(), IsEmpty());
}

}  // namespace
}  // namespace enlace::service
