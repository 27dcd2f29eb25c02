#include "gateway/store/area_rows.h"

#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

// A referral of a journalist in MX-CHH from "uep" with a leg of each.
v1::CaseState CaseOf(const std::string& id) {
  v1::CaseState state;
  state.set_case_id("C" + id);
  v1::ReferralRecord* referral = state.add_referrals();
  referral->set_referral_id(id);
  referral->mutable_origin()->set_agency_id("uep");
  referral->mutable_classification()->mutable_territory()->set_subdivision("MX-CHH");
  referral->mutable_classification()->add_population(enlace::v1::POPULATION_GROUP_JOURNALIST);
  enlace::v1::Leg* leg = referral->add_legs();
  leg->set_leg_id("L" + id);
  leg->mutable_recipient()->set_agency_id("fge");
  leg->set_purpose(enlace::v1::LEG_PURPOSE_INVESTIGATION);
  leg->set_access(enlace::v1::ACCESS_GRADE_FULL);
  leg->set_state(enlace::v1::LEG_STATE_DISPATCHED);
  return state;
}

class AreaRowsTest : public ::testing::Test {
 protected:
  void Write(const v1::CaseState& before, const v1::CaseState& after) {
    auto transaction = *store_.Begin();
    ASSERT_THAT(WriteAreas(*transaction, before, after), IsOk());
    ASSERT_THAT(transaction->Commit(), IsOk());
  }
  std::vector<std::string> In(const std::string& agency, const enlace::v1::Warning& warning,
                              size_t limit = 100) {
    return *OpenReferralsIn(**store_.Read(), agency, warning, limit);
  }
  static enlace::v1::Warning Of(
      const std::string& subdivision,
      enlace::v1::PopulationGroup group = enlace::v1::POPULATION_GROUP_UNSPECIFIED) {
    enlace::v1::Warning warning;
    warning.add_subdivisions(subdivision);
    if (group != enlace::v1::POPULATION_GROUP_UNSPECIFIED) warning.add_population(group);
    return warning;
  }
  MemoryStore store_;
};

TEST_F(AreaRowsTest, SenderAndRecipientFindTheReferralByItsAreaAndPopulation) {
  Write({}, CaseOf("R1"));
  for (const char* agency : {"uep", "fge"}) {
    EXPECT_THAT(In(agency, Of("MX-CHH")), ElementsAre("R1"));
    EXPECT_THAT(In(agency, Of("MX-CHH", enlace::v1::POPULATION_GROUP_JOURNALIST)), ElementsAre("R1"));
    EXPECT_THAT(In(agency, Of("MX-CHH", enlace::v1::POPULATION_GROUP_TRADE_UNIONIST)), IsEmpty());
    EXPECT_THAT(In(agency, Of("MX-VER")), IsEmpty());
  }
  EXPECT_THAT(In("police", Of("MX-CHH")), IsEmpty());
}

TEST_F(AreaRowsTest, WhoeverIsExcludedFindsItNoMore) {
  const v1::CaseState before = CaseOf("R1");
  Write({}, before);
  v1::CaseState after = before;
  after.add_exclusions()->set_agency_id("fge");
  Write(before, after);
  EXPECT_THAT(In("fge", Of("MX-CHH")), IsEmpty());
  EXPECT_THAT(In("uep", Of("MX-CHH")), ElementsAre("R1"));
}

TEST_F(AreaRowsTest, AGradeWithoutClassificationFindsNothing) {
  v1::CaseState state = CaseOf("R1");
  state.mutable_referrals(0)->mutable_legs(0)->set_access(enlace::v1::ACCESS_GRADE_STATUS_ONLY);
  Write({}, state);
  EXPECT_THAT(In("fge", Of("MX-CHH")), IsEmpty());
}

TEST_F(AreaRowsTest, AReferralThatEndedIsNotOpen) {
  const v1::CaseState before = CaseOf("R1");
  Write({}, before);
  v1::CaseState after = before;
  after.mutable_referrals(0)->mutable_legs(0)->set_state(enlace::v1::LEG_STATE_CLOSED);
  Write(before, after);
  EXPECT_THAT(In("uep", Of("MX-CHH")), IsEmpty());
}

TEST_F(AreaRowsTest, NoMoreThanAskedForAreFound) {
  for (const char* id : {"R1", "R2", "R3"}) Write({}, CaseOf(id));
  EXPECT_THAT(In("uep", Of("MX-CHH"), 2), ElementsAre("R1", "R2"));
}

}  // namespace
}  // namespace enlace::store
