#include "gateway/warning/fold.h"

#include <gtest/gtest.h>

#include "gateway/base/time_text.h"

namespace enlace::warning {
namespace {

const absl::Time kNow = absl::FromUnixSeconds(1768478400);

store::v1::Event Issued(const std::string& id, v1::WarningMessageType type = v1::WARNING_MESSAGE_TYPE_ALERT,
                        const std::string& references = "") {
  store::v1::Event event;
  v1::Warning& warning = *event.mutable_warning_issued()->mutable_warning();
  warning.set_warning_id(id);
  warning.set_message_type(type);
  warning.set_references_warning_id(references);
  warning.set_state(v1::WARNING_STATE_ACTIVE);
  *warning.mutable_expire_time() = base::ToProto(kNow + absl::Hours(1));
  return event;
}

class WarningFoldTest : public ::testing::Test {
 protected:
  WarningFoldTest() { Apply(Issued("W1"), kNow, &state_); }
  store::v1::WarningState state_;
};

TEST_F(WarningFoldTest, AnIssueMakesTheWarning) {
  EXPECT_EQ(state_.warning().warning_id(), "W1");
  EXPECT_EQ(StateAt(state_.warning(), kNow), v1::WARNING_STATE_ACTIVE);
}

TEST_F(WarningFoldTest, AWarningExpiresByItself) {
  EXPECT_EQ(StateAt(state_.warning(), kNow + absl::Hours(1) - absl::Microseconds(1)),
            v1::WARNING_STATE_ACTIVE);
  EXPECT_EQ(StateAt(state_.warning(), kNow + absl::Hours(1)), v1::WARNING_STATE_EXPIRED);
}

TEST_F(WarningFoldTest, AnUpdateReplacesAndACancelEnds) {
  store::v1::WarningState other = state_;
  Apply(Issued("W2", v1::WARNING_MESSAGE_TYPE_UPDATE, "W1"), kNow, &state_);
  EXPECT_EQ(state_.warning().warning_id(), "W1");
  EXPECT_EQ(StateAt(state_.warning(), kNow + absl::Hours(9)), v1::WARNING_STATE_REPLACED);
  Apply(Issued("W2", v1::WARNING_MESSAGE_TYPE_CANCEL, "W1"), kNow, &other);
  EXPECT_EQ(other.warning().state(), v1::WARNING_STATE_CANCELLED);
}

TEST_F(WarningFoldTest, WhatIsAboutAnotherWarningChangesNothing) {
  Apply(Issued("W2", v1::WARNING_MESSAGE_TYPE_UPDATE, "W9"), kNow, &state_);
  EXPECT_EQ(state_.warning().state(), v1::WARNING_STATE_ACTIVE);
  store::v1::Event step;
  step.mutable_step_taken()->set_clock_id("C9");
  Apply(step, kNow, &state_);
  EXPECT_EQ(state_.clocks_size(), 0);
}

TEST_F(WarningFoldTest, AnswersStandBesideEachOther) {
  store::v1::Event event;
  event.mutable_warning_answered()->mutable_answer()->set_response(v1::WARNING_RESPONSE_ACKNOWLEDGED);
  Apply(event, kNow, &state_);
  event.mutable_warning_answered()->mutable_answer()->set_response(v1::WARNING_RESPONSE_ACTING);
  Apply(event, kNow, &state_);
  ASSERT_EQ(state_.answers_size(), 2);
  EXPECT_EQ(state_.answers(0).response(), v1::WARNING_RESPONSE_ACKNOWLEDGED);
}

TEST_F(WarningFoldTest, ClocksStartTakeStepsAndEnd) {
  store::v1::Event event;
  event.mutable_clock_started()->set_clock_id("C1");
  event.mutable_clock_started()->add_steps()->set_step_id("breach");
  Apply(event, kNow, &state_);
  Apply(event, kNow, &state_);
  ASSERT_EQ(state_.clocks_size(), 1);
  event.mutable_step_taken()->set_clock_id("C1");
  event.mutable_step_taken()->set_step_id("breach");
  Apply(event, kNow, &state_);
  EXPECT_EQ(base::FromProto(state_.clocks(0).steps(0).taken_time()), kNow);
  event.mutable_clock_ended()->set_clock_id("C1");
  event.mutable_clock_ended()->set_state(v1::CLOCK_STATE_MET_LATE);
  *event.mutable_clock_ended()->mutable_stop_time() = base::ToProto(kNow);
  Apply(event, kNow, &state_);
  EXPECT_EQ(state_.clocks(0).state(), v1::CLOCK_STATE_MET_LATE);
  EXPECT_TRUE(state_.clocks(0).has_stop_time());
}

TEST(ConcernsTest, AreaAndPopulationBothCount) {
  v1::Warning warning;
  warning.add_subdivisions("MX-CHH");
  google::protobuf::RepeatedField<int> journalists;
  journalists.Add(v1::POPULATION_GROUP_JOURNALIST);
  EXPECT_TRUE(Concerns(warning, "MX-CHH", journalists));
  EXPECT_FALSE(Concerns(warning, "MX-VER", journalists));
  warning.add_population(v1::POPULATION_GROUP_COMMUNITY_LEADER);
  EXPECT_FALSE(Concerns(warning, "MX-CHH", journalists));
  warning.add_population(v1::POPULATION_GROUP_JOURNALIST);
  EXPECT_TRUE(Concerns(warning, "MX-CHH", journalists));
}

}  // namespace
}  // namespace enlace::warning
