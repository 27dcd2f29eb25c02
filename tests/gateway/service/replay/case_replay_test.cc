#include "gateway/service/replay/case_replay.h"

#include "gateway/base/time_text.h"
#include "gateway/store/tables.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;

// Replays what the real handlers recorded, and compares with what they stored.
class CaseReplayTest : public GatewayFixture {
 protected:
  CaseReplayTest() { EnrolScene(); }
  CaseReplay Replayed() {
    CaseReplay replay;
    for (uint64_t index = 0; index < LogSize(); ++index) replay.Add(index, RecordAt(index));
    return replay;
  }
  // Without notices of certificates, which no record of a case brings.
  store::Rows StoredFeeds() {
    store::Rows rows;
    const auto reader = store_.Read();
    EXPECT_THAT(reader, IsOk());
    const auto stored = (*reader)->Scan(store::Table::kFeed, {.limit = 1000});
    EXPECT_THAT(stored, IsOk());
    for (const store::Row& row : stored.value()) {
      store::v1::FeedRow item;
      EXPECT_TRUE(item.ParseFromString(row.value));
      if (item.item().kind() != v1::FEED_KIND_CERTIFICATE) rows[row.key] = row.value;
    }
    return rows;
  }
  void ExpectSame(const v1::Referral& referral) {
    const CaseReplay replay = Replayed();
    EXPECT_EQ(replay.cases().at(referral.case_id()).SerializeAsString(),
              StateOf(referral.case_id()).SerializeAsString());
    EXPECT_EQ(replay.FeedRows(), StoredFeeds());
  }
};

TEST_F(CaseReplayTest, ARefusedLookMakesNoCase) {
  EXPECT_FALSE(Call(api().get_case_status, CallerOf(kStranger), LookAt(NoSuchId())).ok());
  EXPECT_THAT(Replayed().cases(), IsEmpty());
}

TEST_F(CaseReplayTest, ASubmissionTellsItsRecipients) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  ExpectSame(referral);
  EXPECT_FALSE(FeedOf(kProsecutor).empty());
}

TEST_F(CaseReplayTest, AReportTellsAllWhoMayKnowButItsAuthor) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  Accept(referral, kProsecutor);
  v1::ReportInvestigationStatusRequest report;
  report.set_request_id(NewId());
  report.mutable_key()->set_case_id(referral.case_id());
  report.mutable_status()->set_stage(v1::INVESTIGATION_STAGE_PRELIMINARY_INVESTIGATION);
  report.mutable_status()->set_disposition(v1::INVESTIGATION_DISPOSITION_ACTIVE);
  *report.mutable_status()->mutable_as_of_time() = base::ToProto(clock_.Now());
  report.set_officer_pseudonym("f-3");
  ASSERT_THAT(Call(api().report_investigation_status, CallerOf(kProsecutor), report), IsOk());
  ExpectSame(referral);
}

TEST_F(CaseReplayTest, AReferralWithoutTakerTellsSenderAndOverseers) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  for (const char* agency : {kProsecutor, kFederal}) {
    Receive(referral, agency);
    ASSERT_THAT(Advance(referral, agency,
                        [](v1::AdvanceLegRequest* request) {
                          request->mutable_decline()->set_reason(v1::DECLINE_REASON_MANDATE_LAPSED);
                          request->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
                        }),
                IsOk());
  }
  ExpectSame(referral);
}

TEST_F(CaseReplayTest, ALegSentAwayAsksTheSenderToSealAgain) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  Receive(referral, kProsecutor);
  ASSERT_THAT(Advance(referral, kProsecutor,
                      [](v1::AdvanceLegRequest* request) {
                        request->mutable_return_not_competent()->set_ground(
                            v1::DECLINE_REASON_NOT_COMPETENT_TERRITORY);
                      }),
              IsOk());
  ExpectSame(referral);
}

TEST_F(CaseReplayTest, ATransferTellsTheSenderAndTheSuccessor) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  Accept(referral, kProsecutor);
  v1::AdvanceLegRequest transfer = Command(referral, kProsecutor, [](v1::AdvanceLegRequest* request) {
    request->mutable_transfer()->mutable_successor()->set_agency_id(kStranger);
    request->mutable_transfer()->set_purpose(v1::LEG_PURPOSE_INVESTIGATION);
  });
  *transfer.mutable_sealed_note() = SealTo(kProsecutor, {kProsecutor, kStranger});
  ASSERT_THAT(Call(api().advance_leg, CallerOf(kProsecutor), transfer), IsOk());
  ExpectSame(referral);
  EXPECT_FALSE(FeedOf(kStranger).empty());
}

TEST_F(CaseReplayTest, AnAgencyExcludedLaterLosesItsFeedOfTheCase) {
  const v1::Referral referral = MustSubmit(kSender, Urgent());
  ASSERT_FALSE(FeedOf(kProsecutor).empty());
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral.case_id());
  ExpectSame(referral);
  for (const auto& [key, value] : Replayed().FeedRows()) {
    EXPECT_NE(key.substr(0, std::string(kProsecutor).size()), kProsecutor);
  }
}

TEST_F(CaseReplayTest, TheLastAcknowledgementIsTheCursor) {
  MustSubmit(kSender, Urgent());
  v1::AcknowledgeRequest acknowledge;
  acknowledge.set_position(FeedOf(kProsecutor).back().position());
  ASSERT_THAT(Call(api().acknowledge, CallerOf(kProsecutor), acknowledge), IsOk());
  store::v1::FeedCursorRow row;
  ASSERT_TRUE(row.ParseFromString(Replayed().CursorRows().at(kProsecutor)));
  EXPECT_EQ(row.position(), acknowledge.position());
}

}  // namespace
}  // namespace enlace::service
