#include "gateway/report/unanswered.h"

#include "tests/gateway/report/report_fixture.h"

namespace enlace::report {
namespace {

using store::v1::CaseState;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const absl::Time kMay = Day(2017, 5, 2);

// One leg, dispatched at kMay.
class UnansweredTest : public ::testing::Test {
 protected:
  UnansweredTest() : state_(Petition(kMay)) {
    times_ = AddTimes(&referral(), leg(), kMay);
    *leg().mutable_state_since() = base::ToProto(kMay);
  }
  store::v1::ReferralRecord& referral() { return *state_.mutable_referrals(0); }
  v1::Leg& leg() { return *referral().mutable_legs(0); }
  std::vector<WaitingLeg> At(absl::Time at) { return WaitingLegs(mechanism_, state_, at); }

  mechanism::Mechanism mechanism_ = TestMechanism();
  CaseState state_;
  store::v1::LegTimes* times_;
};

TEST_F(UnansweredTest, ALegWaitsFromItsDispatchInWholeHours) {
  EXPECT_THAT(At(kMay - absl::Seconds(1)), IsEmpty());
  const std::vector<WaitingLeg> legs = At(kMay + absl::Hours(5) - absl::Seconds(1));
  ASSERT_THAT(legs, SizeIs(1));
  EXPECT_EQ(legs[0].leg_id, leg().leg_id());
  EXPECT_EQ(legs[0].line.recipient().agency_id(), "mechanism");
  EXPECT_EQ(legs[0].line.purpose(), v1::LEG_PURPOSE_PROTECTION);
  EXPECT_EQ(legs[0].line.state(), v1::LEG_STATE_DISPATCHED);
  EXPECT_EQ(legs[0].line.waiting_hours(), 4u);
}

TEST_F(UnansweredTest, OnlyADecisionIsAnAnswer) {
  for (const auto state : {v1::LEG_STATE_DELIVERED, v1::LEG_STATE_RECEIVED, v1::LEG_STATE_DELIVERY_FAILED,
                           v1::LEG_STATE_INFORMATION_REQUESTED}) {
    leg().set_state(state);
    EXPECT_THAT(At(kMay + absl::Hours(100)), SizeIs(1)) << state;
  }
  leg().set_state(v1::LEG_STATE_ON_HOLD);
  *times_->mutable_decide_time() = base::ToProto(kMay + absl::Hours(10));
  EXPECT_THAT(At(kMay + absl::Hours(10)), IsEmpty());
}

TEST_F(UnansweredTest, ThePastIsToldAsItWas) {
  *times_->mutable_decide_time() = base::ToProto(kMay + absl::Hours(10));
  leg().set_state(v1::LEG_STATE_ACCEPTED);
  *leg().mutable_state_since() = base::ToProto(kMay + absl::Hours(10));
  const std::vector<WaitingLeg> legs = At(kMay + absl::Hours(9));
  ASSERT_THAT(legs, SizeIs(1));
  EXPECT_EQ(legs[0].line.state(), v1::LEG_STATE_DISPATCHED);
}

TEST_F(UnansweredTest, ALegThatWasTakenBackWaitsNoMore) {
  leg().set_state(v1::LEG_STATE_WITHDRAWN_BY_SENDER);
  *leg().mutable_state_since() = base::ToProto(kMay + absl::Hours(2));
  EXPECT_THAT(At(kMay + absl::Hours(1)), SizeIs(1));
  EXPECT_THAT(At(kMay + absl::Hours(2)), IsEmpty());
}

TEST_F(UnansweredTest, LegsThatOnlyInformAreNoQuestions) {
  leg().set_purpose(v1::LEG_PURPOSE_OVERSIGHT);
  EXPECT_THAT(At(kMay + absl::Hours(1)), IsEmpty());
}

TEST_F(UnansweredTest, AHeldLegWaitsWithoutARecipientSinceItIsHeld) {
  times_->clear_dispatch_time();
  *times_->mutable_hold_time() = base::ToProto(kMay + absl::Hours(1));
  leg().set_state(v1::LEG_STATE_HELD);
  const std::vector<WaitingLeg> legs = At(kMay + absl::Hours(3));
  ASSERT_THAT(legs, SizeIs(1));
  EXPECT_EQ(legs[0].line.state(), v1::LEG_STATE_HELD);
  EXPECT_FALSE(legs[0].line.has_recipient());
  EXPECT_EQ(legs[0].line.waiting_hours(), 2u);
}

TEST_F(UnansweredTest, OnlyOverdueClocksThatTheRecipientAnswersForAreNamedWithTheirAuthority) {
  config::v1::ClockRule* rule = mechanism_.add_clock_rules();
  rule->set_rule_id("MX-1");
  rule->set_responsible_purpose(v1::LEG_PURPOSE_PROTECTION);
  config::v1::ClockRule* others = mechanism_.add_clock_rules();
  others->set_rule_id("MX-9");
  others->set_responsible_purpose(v1::LEG_PURPOSE_INVESTIGATION);
  for (const char* id : {"MX-1", "MX-9"}) {
    v1::Clock* clock = state_.add_clocks();
    clock->set_referral_id("1");
    clock->set_rule_id(id);
    clock->set_authority(v1::CLOCK_AUTHORITY_STATUTE);
    *clock->mutable_start_time() = base::ToProto(kMay);
    *clock->mutable_due_time() = base::ToProto(kMay + absl::Hours(3));
  }
  ASSERT_THAT(At(kMay + absl::Hours(3)), SizeIs(1));
  EXPECT_THAT(At(kMay + absl::Hours(3))[0].line.overdue_clocks(), IsEmpty());
  const std::vector<WaitingLeg> legs = At(kMay + absl::Hours(4));
  ASSERT_THAT(legs[0].line.overdue_clocks(), SizeIs(1));
  EXPECT_EQ(legs[0].line.overdue_clocks(0).rule_id(), "MX-1");
  EXPECT_EQ(legs[0].line.overdue_clocks(0).authority(), v1::CLOCK_AUTHORITY_STATUTE);
  // Stopped later, it was overdue all the same at that time.
  *state_.mutable_clocks(0)->mutable_stop_time() = base::ToProto(kMay + absl::Hours(5));
  EXPECT_THAT(At(kMay + absl::Hours(4))[0].line.overdue_clocks(), SizeIs(1));
  EXPECT_THAT(At(kMay + absl::Hours(6))[0].line.overdue_clocks(), IsEmpty());
}

TEST(SortByWaitTest, TheLongestWaitComesFirst) {
  std::vector<v1::UnansweredLeg> legs(3);
  const int hours[] = {5, 100, 20};
  for (size_t i = 0; i < legs.size(); ++i) {
    legs[i].set_waiting_hours(hours[i]);
    *legs[i].mutable_waiting_since_time() = base::ToProto(kMay - absl::Hours(hours[i]));
  }
  SortByWait(&legs);
  EXPECT_EQ(legs[0].waiting_hours(), 100u);
  EXPECT_EQ(legs[2].waiting_hours(), 5u);
}

}  // namespace
}  // namespace enlace::report
