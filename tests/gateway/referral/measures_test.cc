#include "gateway/referral/measures.h"

#include <gtest/gtest.h>

#include "tests/gateway/referral/case_fixture.h"

namespace enlace::referral {
namespace {

v1::PlannedLeg Accompanying(const std::string& id, v1::AccessGrade access = v1::ACCESS_GRADE_STATUS_ONLY) {
  v1::PlannedLeg leg = Planned(id, v1::LEG_PURPOSE_INFORMATION, access);
  leg.mutable_recipient()->set_kind(v1::AGENCY_KIND_ACCOMPANYING_ORGANIZATION);
  return leg;
}

v1::Measure Measure(const store::v1::CaseState& state, v1::MeasureState measure_state) {
  v1::Measure measure;
  measure.set_measure_id("M");
  measure.set_referral_id(state.referrals(0).referral_id());
  measure.mutable_unit()->set_agency_id("unit");
  measure.mutable_implementer()->set_agency_id(kOther);
  measure.set_type(v1::MEASURE_TYPE_PATROL);
  measure.set_state(measure_state);
  measure.set_version(4);
  measure.set_persons_covered(3);
  measure.set_resolution_number("R-1");
  measure.set_reason("risk-ordinary");
  measure.set_unsuitability(v1::UNSUITABILITY_REASON_INCREASES_RISK);
  return measure;
}

TEST(MeasuresTest, ExpiryFollowsFromTheTimeOfTheReadingAndNothingElse) {
  v1::Measure measure = Measure(NewCase(), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  EXPECT_EQ(MeasureStateAt(measure, absl::InfiniteFuture()), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  *measure.mutable_valid_until_time() = base::ToProto(kNow);
  EXPECT_EQ(MeasureStateAt(measure, kNow), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  EXPECT_EQ(MeasureStateAt(measure, kNow + absl::Microseconds(1)), v1::MEASURE_STATE_EXPIRED);
  for (int state = 1; state <= v1::MeasureState_MAX; ++state) {
    if (state == v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT) continue;
    measure.set_state(static_cast<v1::MeasureState>(state));
    EXPECT_EQ(MeasureStateAt(measure, kNow + absl::Hours(1)), state);
  }
}

TEST(MeasuresTest, AMeasureIsFoundThroughItsReferralAlone) {
  store::v1::CaseState state = NewCase();
  *state.add_measures() = Measure(state, v1::MEASURE_STATE_GRANTED);
  EXPECT_EQ(FindMeasure(state, state.referrals(0).referral_id(), "M"), &state.measures(0));
  EXPECT_EQ(FindMeasure(state, "OTHER", "M"), nullptr);
  EXPECT_EQ(FindMeasure(state, state.referrals(0).referral_id(), "N"), nullptr);
}

TEST(MeasuresTest, WhatWasGrantedAwaitsItsImplementationUntilItIsOfUse) {
  store::v1::CaseState state = NewCase();
  v1::Measure measure = Measure(state, v1::MEASURE_STATE_SUSPENDED);
  measure.clear_unsuitability();
  EXPECT_TRUE(AwaitsImplementation(measure));
  *measure.mutable_implement_time() = base::ToProto(kNow);
  EXPECT_FALSE(AwaitsImplementation(measure));
  measure.set_unsuitability(v1::UNSUITABILITY_REASON_PREVENTS_WORK);
  EXPECT_TRUE(AwaitsImplementation(measure));
  EXPECT_FALSE(AwaitsMeasures(state, state.referrals(0).referral_id()));
  *state.add_measures() = measure;
  EXPECT_TRUE(AwaitsMeasures(state, state.referrals(0).referral_id()));
  EXPECT_FALSE(AwaitsMeasures(state, "OTHER"));
  for (const auto other :
       {v1::MEASURE_STATE_REQUESTED, v1::MEASURE_STATE_UNDER_CONSULTATION, v1::MEASURE_STATE_DENIED,
        v1::MEASURE_STATE_IMPLEMENTED, v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT, v1::MEASURE_STATE_WITHDRAWN}) {
    EXPECT_FALSE(AwaitsImplementation(Measure(state, other))) << other;
  }
}

TEST(MeasuresTest, TheSenderAndWhoAccompaniesThemSpeakForThoseConcerned) {
  store::v1::CaseState state = NewCase({Planned(kRecipient), Accompanying("organization")});
  store::v1::ReferralRecord& referral = *state.mutable_referrals(0);
  EXPECT_TRUE(SpeaksForConcerned(referral, kSender));
  EXPECT_TRUE(SpeaksForConcerned(referral, "organization"));
  EXPECT_FALSE(SpeaksForConcerned(referral, kRecipient));
  EXPECT_FALSE(SpeaksForConcerned(referral, kStranger));
  EXPECT_FALSE(SpeaksForConcerned(referral, ""));
  for (int number = 0; number <= v1::LegState_MAX; ++number) {
    const auto leg_state = static_cast<v1::LegState>(number);
    referral.mutable_legs(1)->set_state(leg_state);
    const bool speaks = Has(kOpen | SetOf(v1::LEG_STATE_CLOSED, v1::LEG_STATE_TRANSFERRED), leg_state) &&
                        !Has(kNotDispatched, leg_state);
    EXPECT_EQ(SpeaksForConcerned(referral, "organization"), speaks) << number;
  }
}

TEST(MeasuresTest, StatusOnlySeesWhereAMeasureStandsAndNoMore) {
  const store::v1::CaseState state = NewCase({Planned(kRecipient), Accompanying("organization")});
  const store::v1::ReferralRecord& referral = state.referrals(0);
  const v1::Measure measure = Measure(state, v1::MEASURE_STATE_REPORTED_UNSUITABLE);
  const v1::Measure cut = ViewMeasure(referral, measure, kRecipient, v1::ACCESS_GRADE_STATUS_ONLY, kNow);
  EXPECT_EQ(cut.state(), measure.state());
  EXPECT_EQ(cut.version(), measure.version());
  EXPECT_EQ(cut.type(), measure.type());
  EXPECT_FALSE(cut.has_unit());
  EXPECT_FALSE(cut.has_implementer());
  EXPECT_EQ(cut.persons_covered(), 0u);
  EXPECT_EQ(cut.resolution_number(), "");
  EXPECT_EQ(cut.reason(), "");
  EXPECT_EQ(cut.unsuitability(), v1::UNSUITABILITY_REASON_UNSPECIFIED);
  for (const char* acting : {"unit", kOther, kSender, "organization"}) {
    EXPECT_EQ(ViewMeasure(referral, measure, acting, v1::ACCESS_GRADE_STATUS_ONLY, kNow).SerializeAsString(),
              measure.SerializeAsString())
        << acting;
  }
  EXPECT_EQ(ViewMeasure(referral, measure, kRecipient, v1::ACCESS_GRADE_SUMMARY, kNow).SerializeAsString(),
            measure.SerializeAsString());
}

TEST(MeasuresTest, TheViewShowsWhatIsExpired) {
  const store::v1::CaseState state = NewCase();
  v1::Measure measure = Measure(state, v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  *measure.mutable_valid_until_time() = base::ToProto(kNow);
  EXPECT_EQ(
      ViewMeasure(state.referrals(0), measure, kSender, v1::ACCESS_GRADE_FULL, kNow + absl::Hours(1)).state(),
      v1::MEASURE_STATE_EXPIRED);
}

}  // namespace
}  // namespace enlace::referral
