#include "gateway/mechanism/requirements.h"

#include <gtest/gtest.h>

#include "gateway/mechanism/mechanism_set.h"
#include "tests/support/status_matchers.h"

namespace enlace::mechanism {
namespace {

const absl::Time kAfterDirective = absl::FromUnixSeconds(1600000000);
const absl::Time kBeforeDirective = absl::FromUnixSeconds(1500000000);

TEST(RequirementsTest, ClocksOfTheCrimeNeedItsTimeAndLocality) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  const Requirements now = RequirementsOf(*set->Find("gt-national"), v1::PROCEDURE_TYPE_URGENT, kAfterDirective);
  EXPECT_TRUE(now.event_time);
  EXPECT_TRUE(now.locality);
}

TEST(RequirementsTest, RuleNotYetInForceNeedsNothing) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  const Requirements then = RequirementsOf(*set->Find("gt-national"), v1::PROCEDURE_TYPE_URGENT, kBeforeDirective);
  EXPECT_FALSE(then.event_time);
  EXPECT_FALSE(then.locality);
}

TEST(RequirementsTest, ClocksOfThePetitionNeedNothingMore) {
  ASSERT_OK_AND_ASSIGN(const auto set, MechanismSet::Load(ENLACE_SOURCE_DIR "/mechanisms"));
  const Requirements none = RequirementsOf(*set->Find("mx-federal"), v1::PROCEDURE_TYPE_URGENT, kAfterDirective);
  EXPECT_FALSE(none.event_time);
  EXPECT_FALSE(none.locality);
}

TEST(RequirementsTest, RuleOfAnotherProcedureNeedsNothing) {
  Mechanism mechanism;
  auto* rule = mechanism.add_clock_rules();
  rule->set_starts(v1::CLOCK_EVENT_CRIME_COMMITTED);
  rule->add_procedures(v1::PROCEDURE_TYPE_URGENT);
  EXPECT_TRUE(RequirementsOf(mechanism, v1::PROCEDURE_TYPE_URGENT, kAfterDirective).event_time);
  EXPECT_FALSE(RequirementsOf(mechanism, v1::PROCEDURE_TYPE_ORDINARY, kAfterDirective).event_time);
}

}  // namespace
}  // namespace enlace::mechanism
