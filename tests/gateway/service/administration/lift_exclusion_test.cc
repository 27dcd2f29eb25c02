#include "gateway/service/administration/lift_exclusion.h"

#include "gateway/referral/fold.h"
#include "gateway/service/replay/replay.h"
#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

using ::testing::IsEmpty;

class LiftExclusionTest : public GatewayFixture {
 protected:
  LiftExclusionTest() { EnrolScene(); }

  v1::LiftExclusionRequest Request(const std::string& case_id, const std::string& agency_id) {
    v1::LiftExclusionRequest request;
    request.set_request_id(NewId());
    request.set_case_id(case_id);
    request.set_agency_id(agency_id);
    request.set_reason("wrong-agency");
    return request;
  }
  absl::StatusOr<v1::LiftExclusionResponse> Lift(const std::string& case_id, const std::string& agency_id) {
    return Call(api().lift_exclusion, Administrator(), Request(case_id, agency_id));
  }
  bool MayLook(const std::string& agency_id, const std::string& case_id) {
    return Call(api().get_case_status, CallerOf(agency_id), LookAt(case_id)).ok();
  }
  std::vector<std::string> Problems() {
    const absl::StatusOr<ReplayReport> report = Replay(store_);
    EXPECT_THAT(report, IsOk());
    return report.ok() ? report->comparison.problems : std::vector<std::string>();
  }
  // The prosecutor had the case to its end before it was excluded.
  v1::Referral ExcludedAfterItsEnd() {
    const v1::Referral referral = MustSubmit(kSender, Urgent());
    Receive(referral, kProsecutor);
    EXPECT_THAT(Advance(referral, kProsecutor,
                        [](v1::AdvanceLegRequest* request) {
                          request->mutable_decline()->set_reason(v1::DECLINE_REASON_MANDATE_LAPSED);
                          request->mutable_decline()->set_side(v1::DECISION_SIDE_AGENCY);
                        }),
                IsOk());
    EXPECT_TRUE(MayLook(kProsecutor, referral.case_id()));
    MustSubmit(kSender, Ordinary(), {kProsecutor}, referral.case_id());
    EXPECT_FALSE(MayLook(kProsecutor, referral.case_id()));
    return referral;
  }
};

TEST_F(LiftExclusionTest, TheExclusionEndsOnTheRecordOfTheCase) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
  ASSERT_TRUE(referral::IsExcluded(StateOf(referral.case_id()), kPolice));
  ASSERT_OK_AND_ASSIGN(const v1::LiftExclusionResponse response, Lift(referral.case_id(), kPolice));
  EXPECT_FALSE(referral::IsExcluded(StateOf(referral.case_id()), kPolice));
  ASSERT_OK_AND_ASSIGN(const ledger::VerifiedReceipt proven, Verify(response.receipt()));
  EXPECT_EQ(proven.record.event_type(), "exclusion.lifted");
  EXPECT_EQ(proven.record.administrator(), "ana");
  EXPECT_EQ(proven.record.case_id(), referral.case_id());
  EXPECT_EQ(proven.record.purpose(), "wrong-agency");
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(LiftExclusionTest, ItGivesNoAccessAndTellsNobodyOfTheCase) {
  const v1::Referral referral = ExcludedAfterItsEnd();
  const size_t items = FeedOf(kProsecutor).size();
  ASSERT_THAT(Lift(referral.case_id(), kProsecutor), IsOk());
  EXPECT_FALSE(MayLook(kProsecutor, referral.case_id()));
  EXPECT_EQ(FeedOf(kProsecutor).size(), items);
  Accept(referral, kFederal);
  EXPECT_EQ(FeedOf(kProsecutor).size(), items);
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(LiftExclusionTest, ANewLegLetsTheAgencyInLikeAnyOther) {
  const v1::Referral referral = ExcludedAfterItsEnd();
  ASSERT_THAT(Lift(referral.case_id(), kProsecutor), IsOk());
  const v1::Referral further = MustSubmit(kSender, Urgent(), {}, referral.case_id());
  EXPECT_EQ(LegOf(further, kProsecutor).state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_TRUE(MayLook(kProsecutor, referral.case_id()));
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(LiftExclusionTest, AnAgencyCanBeExcludedAgain) {
  const v1::Referral referral = ExcludedAfterItsEnd();
  ASSERT_THAT(Lift(referral.case_id(), kProsecutor), IsOk());
  MustSubmit(kSender, Urgent(), {kProsecutor}, referral.case_id());
  EXPECT_TRUE(referral::IsExcluded(StateOf(referral.case_id()), kProsecutor));
  EXPECT_THAT(Lift(referral.case_id(), kProsecutor), IsOk());
  EXPECT_THAT(Problems(), IsEmpty());
}

TEST_F(LiftExclusionTest, WhatIsNotThereIsNotFound) {
  const v1::Referral referral = MustSubmit(kSender, Urgent(), {kPolice});
  EXPECT_THAT(Lift(NoSuchId(), kPolice), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  EXPECT_THAT(Lift(referral.case_id(), kStranger), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
  ASSERT_THAT(Lift(referral.case_id(), kPolice), IsOk());
  EXPECT_THAT(Lift(referral.case_id(), kPolice), ReasonIs(v1::ERROR_REASON_NOT_FOUND));
}

TEST_F(LiftExclusionTest, TheReasonHasNoRoomForANameAndOnlyAdministratorsLift) {
  v1::LiftExclusionRequest request = Request(NoSuchId(), kPolice);
  request.set_reason("Juan Perez is innocent");
  EXPECT_EQ(base::FieldOf(Call(api().lift_exclusion, Administrator(), request).status()), "reason");
  request.clear_reason();
  EXPECT_EQ(base::FieldOf(Call(api().lift_exclusion, Administrator(), request).status()), "reason");
  EXPECT_THAT(Call(api().lift_exclusion, CallerOf(kSender), Request(NoSuchId(), kPolice)),
              ReasonIs(v1::ERROR_REASON_ROLE_NOT_PERMITTED));
}

}  // namespace
}  // namespace enlace::service
