#include "gateway/referral/held_purpose.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/base/time_text.h"

namespace enlace::referral {
namespace {

using ::testing::IsEmpty;

v1::Leg Waiting(v1::LegPurpose purpose) {
  v1::Leg leg = NewHeldLeg("leg", {purpose, "reason"}, absl::Hours(1), absl::UnixEpoch());
  leg.set_state(v1::LEG_STATE_HELD);
  return leg;
}

std::vector<v1::LegPurpose> Purposes(const std::vector<HeldPurpose>& held) {
  std::vector<v1::LegPurpose> purposes;
  for (const HeldPurpose& one : held) purposes.push_back(one.purpose);
  return purposes;
}

TEST(HeldPurposeTest, APurposeWaitsOnceHoweverManyOfItsBranchesHaveNobody) {
  const std::vector<HeldPurpose> held = ToHold({{v1::LEG_PURPOSE_INVESTIGATION, "first"},
                                                {v1::LEG_PURPOSE_PROTECTION, "second"},
                                                {v1::LEG_PURPOSE_INVESTIGATION, "third"}},
                                               {});
  EXPECT_THAT(Purposes(held),
              testing::ElementsAre(v1::LEG_PURPOSE_INVESTIGATION, v1::LEG_PURPOSE_PROTECTION));
  EXPECT_EQ(held.front().reason, "first");
}

TEST(HeldPurposeTest, PurposesThatOnlyInformDoNotWait) {
  EXPECT_THAT(ToHold({{v1::LEG_PURPOSE_OVERSIGHT, "nobody"}}, {}), IsEmpty());
}

TEST(HeldPurposeTest, WhatALegWaitsForAlreadyNeedsNoOther) {
  const std::vector<HeldPurpose> unserved = {{v1::LEG_PURPOSE_PROTECTION, "nobody"}};
  EXPECT_THAT(ToHold(unserved, {Waiting(v1::LEG_PURPOSE_PROTECTION)}), IsEmpty());
  EXPECT_THAT(ToHold(unserved, {Waiting(v1::LEG_PURPOSE_UNSPECIFIED)}), IsEmpty());
  EXPECT_THAT(Purposes(ToHold(unserved, {Waiting(v1::LEG_PURPOSE_INVESTIGATION)})),
              testing::ElementsAre(v1::LEG_PURPOSE_PROTECTION));
}

TEST(HeldPurposeTest, ALegThatHasARecipientOrEndedWaitsForNobody) {
  v1::Leg leg = Waiting(v1::LEG_PURPOSE_PROTECTION);
  EXPECT_TRUE(WaitsFor(leg, v1::LEG_PURPOSE_PROTECTION));
  leg.mutable_recipient()->set_agency_id("unit");
  EXPECT_FALSE(WaitsFor(leg, v1::LEG_PURPOSE_PROTECTION));
  leg = Waiting(v1::LEG_PURPOSE_PROTECTION);
  leg.set_state(v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  EXPECT_FALSE(WaitsFor(leg, v1::LEG_PURPOSE_PROTECTION));
}

TEST(HeldPurposeTest, ALegWithoutPurposeWaitsForWhoeverActs) {
  EXPECT_TRUE(WaitsFor(Waiting(v1::LEG_PURPOSE_UNSPECIFIED), v1::LEG_PURPOSE_INVESTIGATION));
  EXPECT_FALSE(WaitsFor(Waiting(v1::LEG_PURPOSE_UNSPECIFIED), v1::LEG_PURPOSE_OVERSIGHT));
}

TEST(HeldPurposeTest, OnlyLegsThatWaitForARecipientAreHeldLegs) {
  store::v1::ReferralRecord referral;
  *referral.add_legs() = Waiting(v1::LEG_PURPOSE_PROTECTION);
  referral.add_legs()->set_state(v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(HeldLegs(referral).size(), 1u);
}

TEST(HeldPurposeTest, ANewHeldLegSaysWhyAndWhenTheSenderIsToldAgain) {
  const v1::Leg leg = NewHeldLeg("leg-1", {v1::LEG_PURPOSE_PROTECTION, "no mandate"}, absl::Hours(6),
                                 absl::UnixEpoch() + absl::Hours(1));
  EXPECT_EQ(leg.leg_id(), "leg-1");
  EXPECT_EQ(leg.state(), v1::LEG_STATE_SUBMITTED);
  EXPECT_EQ(leg.held_reason(), "no mandate");
  EXPECT_FALSE(leg.has_recipient());
  EXPECT_EQ(base::FromProto(leg.review_time()), absl::UnixEpoch() + absl::Hours(7));
}

}  // namespace
}  // namespace enlace::referral
