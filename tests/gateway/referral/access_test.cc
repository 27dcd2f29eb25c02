#include "gateway/referral/access.h"

#include <map>

#include "gateway/referral/leg_states.h"
#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using enum v1::LegState;
using ::testing::ElementsAre;
using ::testing::UnorderedElementsAre;

// State by state and grade by grade, written out by hand: '-' nothing, 's' status
// only, '=' what the leg grants.
const std::map<int, char>& ByState() {
  static const auto* map =
      new std::map<int, char>{{0, '-'},  {1, '-'},  {2, '-'},  {3, '-'},  {4, '='},  {5, '='},  {6, '='},
                              {7, '='},  {8, '='},  {9, '='},  {10, '='}, {11, '='}, {12, '='}, {13, '='},
                              {14, 's'}, {15, 's'}, {16, '='}, {17, '-'}, {18, '-'}, {19, '-'}};
  return *map;
}

TEST(AccessTest, EveryStateAndGradeGivesWhatTheRuleSays) {
  for (int state = 0; state <= v1::LegState_MAX; ++state) {
    for (int grade = 0; grade <= v1::AccessGrade_MAX; ++grade) {
      for (const bool excluded : {false, true}) {
        auto in = CaseIn(static_cast<v1::LegState>(state));
        in.mutable_referrals(0)->mutable_legs(0)->set_access(static_cast<v1::AccessGrade>(grade));
        if (excluded) in.add_exclusions()->set_agency_id(kRecipient);
        const char rule = grade < v1::ACCESS_GRADE_STATUS_ONLY || excluded ? '-' : ByState().at(state);
        const int expected = rule == '-'   ? 0
                             : rule == 's' ? static_cast<int>(v1::ACCESS_GRADE_STATUS_ONLY)
                                           : grade;
        EXPECT_EQ(GradeIn(in, kRecipient), expected) << state << " " << grade << " " << excluded;
        EXPECT_EQ(AccessOf(in).size(), expected == 0 ? 2u : 4u);
      }
    }
  }
  EXPECT_EQ(ByState().size(), static_cast<size_t>(v1::LegState_ARRAYSIZE));
}

TEST(AccessTest, SenderHasAllAndStrangersHaveNothing) {
  const auto state = CaseIn(LEG_STATE_HELD);
  const std::string id = state.referrals(0).referral_id();
  EXPECT_THAT(AccessOf(state), ElementsAre(AccessGrant{kSender, state.case_id(), "", v1::ACCESS_GRADE_FULL},
                                           AccessGrant{kSender, state.case_id(), id, v1::ACCESS_GRADE_FULL}));
  EXPECT_EQ(GradeIn(state, kStranger), v1::ACCESS_GRADE_UNSPECIFIED);
  EXPECT_EQ(GradeIn(state, ""), v1::ACCESS_GRADE_UNSPECIFIED);
}

TEST(AccessTest, ABarredLegGivesNothingInAnyState) {
  for (int state = 0; state <= v1::LegState_MAX; ++state) {
    auto in = CaseIn(static_cast<v1::LegState>(state));
    in.add_barred_leg_ids(FirstLeg(in).leg_id());
    EXPECT_EQ(GradeIn(in, kRecipient), v1::ACCESS_GRADE_UNSPECIFIED) << state;
  }
}

TEST(AccessTest, ALegInAStateThatIsNoneGivesNothing) {
  v1::Leg leg = FirstLeg(CaseIn(LEG_STATE_ACCEPTED));
  EXPECT_EQ(GradeThrough(leg), v1::ACCESS_GRADE_FULL);
  for (const int number : {-1, 31, 77}) {
    leg.set_state(static_cast<v1::LegState>(number));
    EXPECT_EQ(GradeThrough(leg), v1::ACCESS_GRADE_UNSPECIFIED) << number;
  }
}

TEST(AccessTest, APartyOfOneReferralHasNoRowOfAnother) {
  auto state = NewCase();
  *state.add_referrals() = NewCase({Planned(kOther)}).referrals(0);
  state.mutable_referrals(1)->set_referral_id("second");
  EXPECT_EQ(AccessOf(state).size(), 3u + 2u + 2u);
  EXPECT_EQ(GradeIn(state, state.referrals(1), kRecipient), v1::ACCESS_GRADE_UNSPECIFIED);
}

TEST(AccessTest, ExclusionOverridesEvenTheSender) {
  auto state = NewCase();
  state.add_exclusions()->set_agency_id(kSender);
  EXPECT_EQ(GradeIn(state, kSender), v1::ACCESS_GRADE_UNSPECIFIED);
}

TEST(AccessTest, HighestGradeHoldsAndReferralsAreKeptApart) {
  auto state = CaseIn(
      LEG_STATE_DECLINED,
      {Planned(kRecipient), Planned(kRecipient, v1::LEG_PURPOSE_INFORMATION, v1::ACCESS_GRADE_SUMMARY)});
  *state.add_referrals() = store::v1::CaseState(state).referrals(0);
  auto& second = *state.mutable_referrals(1);
  second.set_referral_id("second");
  second.mutable_legs(0)->set_state(LEG_STATE_REVOKED);
  second.mutable_legs(1)->set_state(LEG_STATE_DECLINED);
  EXPECT_EQ(GradeIn(state, state.referrals(0), kRecipient), v1::ACCESS_GRADE_SUMMARY);
  EXPECT_EQ(GradeIn(state, second, kRecipient), v1::ACCESS_GRADE_STATUS_ONLY);
  EXPECT_EQ(GradeIn(state, kRecipient), v1::ACCESS_GRADE_SUMMARY);
}

TEST(AccessTest, GradesAreOrderedByWhatTheyShow) {
  const std::vector<v1::AccessGrade> order = {v1::ACCESS_GRADE_UNSPECIFIED, v1::ACCESS_GRADE_STATISTICS_ONLY,
                                              v1::ACCESS_GRADE_STATUS_ONLY, v1::ACCESS_GRADE_SUMMARY,
                                              v1::ACCESS_GRADE_OVERSIGHT,   v1::ACCESS_GRADE_FULL};
  for (size_t i = 0; i < order.size(); ++i) {
    for (size_t j = 0; j < order.size(); ++j) {
      EXPECT_EQ(LowerGrade(order[i], order[j]), order[std::min(i, j)]);
      EXPECT_EQ(HigherGrade(order[i], order[j]), order[std::max(i, j)]);
    }
    EXPECT_EQ(ShowsClassification(order[i]), i >= 3);
  }
  EXPECT_EQ(HigherGrade(static_cast<v1::AccessGrade>(77), v1::ACCESS_GRADE_UNSPECIFIED),
            v1::ACCESS_GRADE_UNSPECIFIED);
}

}  // namespace
}  // namespace enlace::referral
