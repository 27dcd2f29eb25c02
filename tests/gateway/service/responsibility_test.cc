#include "gateway/service/responsibility.h"

#include "tests/support/gateway_fixture.h"

namespace enlace::service {
namespace {

class ResponsibilityTest : public GatewayFixture {
 protected:
  ResponsibilityTest() {
    EnrolScene();
    state_ = StateOf(MustSubmit(kSender, Urgent()).case_id());
  }
  std::string ResponsibleFor(const std::string& viewer, v1::AccessGrade grade) {
    google::protobuf::RepeatedPtrField<v1::Clock> clocks = state_.clocks();
    FillResponsible(*mechanisms_, state_, viewer, grade, &clocks);
    return clocks.Get(0).responsible().agency_id();
  }
  store::v1::CaseState state_;
};

TEST_F(ResponsibilityTest, FromSummaryOnTheResponsibleAgencyIsNamed) {
  EXPECT_EQ(ResponsibleFor(kProsecutor, v1::ACCESS_GRADE_FULL), kFederal);
  EXPECT_EQ(ResponsibleFor(kProsecutor, v1::ACCESS_GRADE_SUMMARY), kFederal);
  EXPECT_EQ(ResponsibleFor(kOmbudsman, v1::ACCESS_GRADE_OVERSIGHT), kFederal);
}

TEST_F(ResponsibilityTest, BelowSummaryNobodyLearnsWhoElseHasTheCase) {
  EXPECT_EQ(ResponsibleFor(kProsecutor, v1::ACCESS_GRADE_STATUS_ONLY), "");
  EXPECT_EQ(ResponsibleFor(kFederal, v1::ACCESS_GRADE_STATUS_ONLY), kFederal);
}

TEST_F(ResponsibilityTest, ItFallsBackToTheSenderWhereTheLegEnded) {
  for (v1::Leg& leg : *state_.mutable_referrals(0)->mutable_legs()) leg.set_state(v1::LEG_STATE_DECLINED);
  EXPECT_EQ(ResponsibleFor(kProsecutor, v1::ACCESS_GRADE_STATUS_ONLY), kSender);
}

}  // namespace
}  // namespace enlace::service
