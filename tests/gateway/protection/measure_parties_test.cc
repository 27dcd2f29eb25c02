#include "gateway/protection/measure_parties.h"

#include "tests/gateway/protection/measure_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::protection {
namespace {

class MeasurePartiesTest : public ::testing::Test {
 protected:
  store::v1::ReferralRecord& referral() { return *state_.mutable_referrals(0); }
  bool May(const v1::AgencyRef& caller, MeasureActor actor) {
    return MayMove(state_, referral(), measure_, caller, actor);
  }

  store::v1::CaseState state_ = NewCase();
  v1::Measure measure_ = NewMeasure(v1::MEASURE_STATE_GRANTED);
};

TEST_F(MeasurePartiesTest, OnlyAnAcceptedLegOrHavingSentItMakesAUnitAnswer) {
  EXPECT_TRUE(AnswersForProtection(referral(), kUnit, true));
  EXPECT_FALSE(AnswersForProtection(referral(), kStateUnit, true)) << "it did not accept";
  EXPECT_FALSE(AnswersForProtection(referral(), kPolice, true)) << "no protection unit";
  EXPECT_FALSE(AnswersForProtection(referral(), kStranger, true));
  EXPECT_FALSE(AnswersForProtection(referral(), v1::AgencyRef(), true));
  *referral().mutable_origin() = kStateUnit;
  EXPECT_TRUE(AnswersForProtection(referral(), kStateUnit, true));
}

TEST_F(MeasurePartiesTest, AClosedLegMovesMeasuresAndOpensNone) {
  referral().mutable_legs(0)->set_state(v1::LEG_STATE_CLOSED);
  EXPECT_FALSE(AnswersForProtection(referral(), kUnit, true));
  EXPECT_TRUE(AnswersForProtection(referral(), kUnit, false));
  EXPECT_TRUE(May(kUnit, MeasureActor::kUnit));
}

TEST_F(MeasurePartiesTest, AnotherUnitTakesOverOnceTheFirstAnswersForNothing) {
  referral().mutable_legs(2)->set_state(v1::LEG_STATE_ACCEPTED);
  EXPECT_FALSE(May(kStateUnit, MeasureActor::kUnit));
  referral().mutable_legs(0)->set_state(v1::LEG_STATE_TRANSFERRED);
  EXPECT_TRUE(May(kStateUnit, MeasureActor::kUnit));
  EXPECT_FALSE(May(kUnit, MeasureActor::kUnit));
}

TEST_F(MeasurePartiesTest, AUnitThatMayNotKnowOfTheReferralAnyMoreStandsInNobodysWay) {
  referral().mutable_legs(2)->set_state(v1::LEG_STATE_ACCEPTED);
  referral().mutable_legs(0)->set_state(v1::LEG_STATE_CLOSED);
  EXPECT_FALSE(May(kStateUnit, MeasureActor::kUnit)) << "a closed leg still moves its measures";
  state_.add_exclusions()->set_agency_id(kUnit.agency_id());
  EXPECT_TRUE(May(kStateUnit, MeasureActor::kUnit));
}

TEST_F(MeasurePartiesTest, OnceTheConsentIsWithdrawnASenderThatIsAUnitTakesOver) {
  *referral().mutable_origin() = kStateUnit;
  referral().mutable_legs(0)->set_state(v1::LEG_STATE_CLOSED);
  EXPECT_FALSE(May(kStateUnit, MeasureActor::kUnit));
  *referral().mutable_consent_withdraw_time() = base::ToProto(kNow);
  EXPECT_TRUE(May(kStateUnit, MeasureActor::kUnit));
}

TEST_F(MeasurePartiesTest, TheNamedImplementerCarriesItOutAndNobodyElse) {
  EXPECT_FALSE(May(kPolice, MeasureActor::kImplementer));
  *measure_.mutable_implementer() = kPolice;
  EXPECT_TRUE(May(kPolice, MeasureActor::kImplementer));
  EXPECT_TRUE(May(kUnit, MeasureActor::kImplementer));
  EXPECT_FALSE(May(kPolice, MeasureActor::kUnit));
  referral().mutable_legs(1)->set_state(v1::LEG_STATE_RECEIVED);
  EXPECT_FALSE(May(kPolice, MeasureActor::kImplementer)) << "its leg is not accepted";
  referral().mutable_legs(1)->set_state(v1::LEG_STATE_ACCEPTED);
  referral().mutable_legs(1)->set_purpose(v1::LEG_PURPOSE_INFORMATION);
  EXPECT_FALSE(May(kPolice, MeasureActor::kImplementer)) << "its leg is for something else";
}

TEST_F(MeasurePartiesTest, ThoseConcernedAreHeardThroughTheSenderAndWhoAccompaniesThem) {
  EXPECT_TRUE(May(kSender, MeasureActor::kConcerned));
  EXPECT_TRUE(May(kOrganization, MeasureActor::kConcerned));
  for (const v1::AgencyRef& other : {kUnit, kStateUnit, kPolice, kOmbudsman, kStranger, v1::AgencyRef()}) {
    EXPECT_FALSE(May(other, MeasureActor::kConcerned)) << other.agency_id();
  }
}

TEST_F(MeasurePartiesTest, WhoCarriesItOutNeverSpeaksForThemUnlessItIsTheSender) {
  *measure_.mutable_implementer() = kOrganization;
  EXPECT_FALSE(May(kOrganization, MeasureActor::kConcerned));
  *measure_.mutable_unit() = kSender;
  EXPECT_TRUE(May(kSender, MeasureActor::kConcerned));
}

}  // namespace
}  // namespace enlace::protection
