#include "client/enlacectl/demo/teller.h"

#include <gtest/gtest.h>

#include "tests/support/status_matchers.h"

namespace enlace::client::demo {
namespace {

TEST(TellerTest, AStoryThatGoesOtherwiseSaysWhatShouldHaveBeen) {
  EXPECT_THAT(Expect(true, "rain"), IsOk());
  EXPECT_THAT(Expect(false, "it should rain"),
              StatusIs(absl::StatusCode::kInternal, testing::HasSubstr("it should rain")));
}

TEST(TellerTest, TheLegOfAnAgencyIsFoundAmongSeveral) {
  v1::Referral referral;
  for (const char* agency : {"a", "b"}) referral.add_legs()->mutable_recipient()->set_agency_id(agency);
  EXPECT_EQ(LegOf(referral, "b"), &referral.legs(1));
  EXPECT_EQ(LegOf(referral, "c"), nullptr);
}

}  // namespace
}  // namespace enlace::client::demo
