#include "adapters/runtime/dry_run.h"

#include "tests/adapters/runtime/fake_driver.h"
#include "tests/client/fake_gateway.h"

namespace enlace::adapters {
namespace {

TEST(DryRunTest, SaysKindsAndIdsButNoContentAndSettlesNothing) {
  FakeDriver driver;
  client::FakeSleeper sleeper;
  OutgoingReferral referral;
  referral.source_id = "line-1";
  referral.content.set_narrative("amenazas");
  OutgoingAction action;
  action.source_id = "act-1";
  driver.outgoing = {referral, action};
  ASSERT_OK_AND_ASSIGN(const std::string report, DryRun(driver, absl::Seconds(2), sleeper));
  EXPECT_EQ(report, "referral line-1\ndecision act-1\nwould send 1 referrals, 1 decisions, 0 statuses\n");
  EXPECT_EQ(driver.outgoing.size(), 2U);
  EXPECT_GE(sleeper.slept.at(0), absl::Seconds(2));
}

TEST(DryRunTest, CanBeStopped) {
  FakeDriver driver;
  client::FakeSleeper sleeper;
  sleeper.stop = true;
  EXPECT_THAT(DryRun(driver, absl::Seconds(2), sleeper).status(), StatusIs(absl::StatusCode::kCancelled));
}

}  // namespace
}  // namespace enlace::adapters
