#include "gateway/service/cases/withdraw_consent.h"

#include <algorithm>

#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;
using ::testing::SizeIs;

class WithdrawConsentHandlerTest : public GatewayFixture {
 protected:
  static constexpr char kOrganization[] = "organizacion";

  WithdrawConsentHandlerTest() {
    EnrolScene();
    RegisterAgency(kOrganization, v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION);
    EnrolAgency(kOrganization);
    referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  }

  v1::WithdrawConsentRequest Request(const std::string& caller) {
    v1::WithdrawConsentRequest request;
    request.set_request_id(NewId());
    request.set_referral_id(referral_.referral_id());
    request.set_reason("subject-asked");
    request.set_officer_pseudonym("officer-" + caller);
    return request;
  }
  absl::StatusOr<v1::WithdrawConsentResponse> Withdraw(const std::string& caller) {
    return Call(api().withdraw_consent, CallerOf(caller), Request(caller));
  }
  // The federal unit asks an organisation to take over, which thereby has a leg.
  void Accompany() {
    Accept(referral_, kFederal);
    ASSERT_THAT(
        Advance(referral_, kFederal,
                [this](v1::AdvanceLegRequest* request) {
                  request->mutable_transfer()->mutable_successor()->set_agency_id(kOrganization);
                  request->mutable_transfer()->set_purpose(v1::LEG_PURPOSE_INFORMATION);
                  *request->mutable_sealed_note() = SealTo(kFederal, {kFederal, kOrganization}, "the file");
                }),
        IsOk());
  }
  absl::StatusOr<v1::GetReferralResponse> Read(const std::string& reader) {
    v1::GetReferralRequest request;
    request.set_referral_id(referral_.referral_id());
    return Call(api().get_referral, CallerOf(reader), request);
  }
  std::vector<v1::Clock> Running() {
    std::vector<v1::Clock> running;
    const store::v1::CaseState state = StateOf(referral_.case_id());
    for (const v1::Clock& clock : state.clocks()) {
      if (clock.state() == v1::CLOCK_STATE_RUNNING) running.push_back(clock);
    }
    return running;
  }

  v1::Referral referral_;
};

TEST_F(WithdrawConsentHandlerTest, EveryHolderIsReachedAndEachHasARecordThatProvesIt) {
  Accept(referral_, kProsecutor);
  const uint64_t before = LogSize();
  ASSERT_OK_AND_ASSIGN(const v1::WithdrawConsentResponse response, Withdraw(kSender));
  EXPECT_THAT(response.ended_legs(), SizeIs(3));
  EXPECT_EQ(response.receipt().kind(), v1::RECEIPT_KIND_REPORT);
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "consent.withdrawn");
  EXPECT_EQ(proven.record.event().consent_withdrawn().reason(), "subject-asked");
  for (const char* holder : {kFederal, kProsecutor, kOmbudsman}) {
    const std::vector<v1::FeedItem> feed = FeedOf(holder);
    const auto told = std::find_if(feed.begin(), feed.end(), [](const v1::FeedItem& item) {
      return item.kind() == v1::FEED_KIND_ACCESS_ENDED;
    });
    ASSERT_NE(told, feed.end()) << holder;
    ASSERT_GE(told->position(), before);
    const store::v1::Record record = RecordAt(told->position());
    EXPECT_EQ(record.actor().agency_id(), kSender);
    EXPECT_EQ(record.leg_id(), LegOf(referral_, holder).leg_id()) << holder;
  }
}

TEST_F(WithdrawConsentHandlerTest, ThePayloadIsServedToNobodyButTheSenderAfterwards) {
  EXPECT_TRUE(Read(kProsecutor)->referral().has_sealed());
  ASSERT_THAT(Withdraw(kSender), IsOk());
  for (const char* holder : {kFederal, kProsecutor, kOmbudsman}) {
    EXPECT_THAT(Read(holder), ReasonIs(v1::ERROR_REASON_NOT_FOUND)) << holder;
  }
  EXPECT_TRUE(Read(kSender)->referral().has_sealed());
}

TEST_F(WithdrawConsentHandlerTest, AHolderWhoseLegHadEndedIsToldAsWell) {
  Receive(referral_, kFederal);
  ASSERT_THAT(Advance(referral_, kFederal,
                      [](v1::AdvanceLegRequest* request) {
                        request->mutable_decline()->set_reason(v1::DECLINE_REASON_MANDATE_LAPSED);
                        request->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
                      }),
              IsOk());
  ASSERT_THAT(Withdraw(kSender), IsOk());
  const v1::FeedItem item = FeedOf(kFederal).back();
  EXPECT_EQ(item.kind(), v1::FEED_KIND_ACCESS_ENDED);
  EXPECT_EQ(item.leg_id(), LegOf(referral_, kFederal).leg_id());
  EXPECT_THAT(Read(kFederal), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(WithdrawConsentHandlerTest, AnOrganisationThatAccompaniesWithdrawsAndGetsItsAnswerAgain) {
  Accompany();
  const v1::WithdrawConsentRequest request = Request(kOrganization);
  ASSERT_OK_AND_ASSIGN(const auto first, Call(api().withdraw_consent, CallerOf(kOrganization), request));
  ASSERT_THAT(first.ended_legs(), SizeIs(1));
  EXPECT_EQ(first.ended_legs(0).recipient().agency_id(), kOrganization);
  ASSERT_OK_AND_ASSIGN(const auto again, Call(api().withdraw_consent, CallerOf(kOrganization), request));
  EXPECT_EQ(again.SerializeAsString(), first.SerializeAsString());
  EXPECT_FALSE(Read(kOrganization)->referral().has_sealed());
  EXPECT_THAT(FeedOf(kSender), ::testing::Not(IsEmpty()));
}

TEST_F(WithdrawConsentHandlerTest, ClocksRunOnUnlessThePetitionIsWithdrawnToo) {
  ASSERT_THAT(Running(), ::testing::Not(IsEmpty()));
  const v1::Referral first = referral_;
  ASSERT_THAT(Withdraw(kSender), IsOk());
  const std::vector<v1::Clock> running = Running();
  ASSERT_THAT(running, ::testing::Not(IsEmpty()));
  for (const v1::Clock& clock : running) EXPECT_TRUE(clock.leg_id().empty());
  referral_ = MustSubmit(kSender, Urgent(), {kPolice});
  v1::WithdrawConsentRequest request = Request(kSender);
  request.set_petition_withdrawn(true);
  ASSERT_THAT(Call(api().withdraw_consent, CallerOf(kSender), request), IsOk());
  EXPECT_THAT(Running(), IsEmpty());
}

TEST_F(WithdrawConsentHandlerTest, RecipientsDoNotWithdrawAndASecondTimeIsToldSo) {
  EXPECT_THAT(Withdraw(kProsecutor), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  EXPECT_THAT(Withdraw(kOmbudsman), ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
  ASSERT_THAT(Withdraw(kSender), IsOk());
  EXPECT_THAT(Withdraw(kSender), ReasonIs(v1::ERROR_REASON_GUARD_NOT_MET));
}

TEST_F(WithdrawConsentHandlerTest, StrangersAndExcludedCannotTellTheReferralFromNone) {
  for (const char* outsider : {kStranger, kPolice, kOrganization}) {
    v1::WithdrawConsentRequest request = Request(outsider);
    const uint64_t before = LogSize();
    const absl::Status refused = Call(api().withdraw_consent, CallerOf(outsider), request).status();
    EXPECT_THAT(refused, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
    ASSERT_EQ(LogSize() - before, 1u);
    request.set_request_id(NewId());
    request.set_referral_id(NoSuchId());
    EXPECT_THAT(Call(api().withdraw_consent, CallerOf(outsider), request), SameRefusalAs(refused));
    ASSERT_EQ(LogSize() - before, 2u);
    EXPECT_EQ(RecordAt(before).event_type(), RecordAt(before + 1).event_type());
  }
}

TEST_F(WithdrawConsentHandlerTest, TheRowsAreThoseThatTheRecordsLeadTo) {
  Accompany();
  Receive(referral_, kProsecutor);
  v1::AdvanceMeasureRequest measure;
  measure.set_request_id(NewId());
  measure.set_referral_id(referral_.referral_id());
  measure.set_officer_pseudonym("officer-1");
  measure.mutable_request()->set_kind(v1::MEASURE_KIND_PREVENTIVE);
  measure.mutable_request()->set_type(v1::MEASURE_TYPE_PATROL);
  measure.mutable_request()->set_covers(v1::SUBJECT_KIND_INDIVIDUAL);
  measure.mutable_request()->set_persons_covered(1);
  ASSERT_THAT(Call(api().advance_measure, CallerOf(kFederal), measure), IsOk());
  ASSERT_THAT(Withdraw(kOrganization), IsOk());
  ASSERT_OK_AND_ASSIGN(const ReplayReport report, Replay(store_));
  EXPECT_THAT(report.comparison.problems, IsEmpty());
}

}  // namespace
}  // namespace enlace::service
