#include "gateway/protection/measure_table.h"

#include <gtest/gtest.h>

#include <set>

namespace enlace::protection {
namespace {

using Request = v1::AdvanceMeasureRequest;

TEST(MeasureTableTest, EveryActionOfTheContractHasARow) {
  std::set<int> actions;
  for (const MeasureTransition& row : MeasureTransitions()) actions.insert(row.action);
  const auto* oneof = Request::descriptor()->FindOneofByName("action");
  ASSERT_EQ(oneof->field_count(), 14);
  for (int i = 0; i < oneof->field_count(); ++i) {
    EXPECT_EQ(actions.count(oneof->field(i)->number()), 1u) << oneof->field(i)->name();
  }
}

TEST(MeasureTableTest, EveryStateIsReachedAndExpiryByNoTransition) {
  std::set<int> reached;
  for (const MeasureTransition& row : MeasureTransitions()) {
    if (row.goal == Goal::kState) reached.insert(row.to);
  }
  for (int state = 1; state <= v1::MeasureState_MAX; ++state) {
    EXPECT_EQ(reached.count(state), state == v1::MEASURE_STATE_EXPIRED ? 0u : 1u) << state;
  }
}

TEST(MeasureTableTest, NothingLeadsOutOfAnEndAndThoseConcernedMayRefuseEverywhereElse) {
  for (int number = 1; number <= v1::MeasureState_MAX; ++number) {
    const auto state = static_cast<v1::MeasureState>(number);
    const bool ended = Has(kEndedMeasure, state);
    EXPECT_EQ(FindMeasureTransition(state, Request::kRefuse) == nullptr, ended) << number;
    for (int action = 10; ended && action <= 23; ++action) {
      EXPECT_EQ(FindMeasureTransition(state, static_cast<Request::ActionCase>(action)), nullptr) << number;
    }
  }
}

TEST(MeasureTableTest, WhatThoseConcernedSayIsTheirsAndTheRestIsNot) {
  const std::set<int> theirs = {Request::kRefuse, Request::kConfirm, Request::kReportUnsuitable,
                                Request::kObject};
  for (const MeasureTransition& row : MeasureTransitions()) {
    EXPECT_EQ(row.actor == MeasureActor::kConcerned, theirs.count(row.action) == 1) << row.number;
  }
}

TEST(MeasureTableTest, RefusalByThoseConcernedIsReachedByThemAlone) {
  for (const MeasureTransition& row : MeasureTransitions()) {
    if (row.to != v1::MEASURE_STATE_REFUSED_BY_SUBJECT) continue;
    EXPECT_EQ(row.action, Request::kRefuse);
  }
}

TEST(MeasureTableTest, WhatItReturnsToIsWhatItsTimesSay) {
  v1::Measure measure;
  EXPECT_EQ(StateBeneath(measure), v1::MEASURE_STATE_GRANTED);
  measure.mutable_implement_time()->set_seconds(1);
  EXPECT_EQ(StateBeneath(measure), v1::MEASURE_STATE_IMPLEMENTED);
  measure.mutable_confirm_time()->set_seconds(2);
  EXPECT_EQ(StateBeneath(measure), v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT);
  measure.set_unsuitability(v1::UNSUITABILITY_REASON_PREVENTS_WORK);
  EXPECT_EQ(StateBeneath(measure), v1::MEASURE_STATE_REPORTED_UNSUITABLE);
}

TEST(MeasureTableTest, EverythingHasWords) {
  for (const MeasureTransition& row : MeasureTransitions()) {
    EXPECT_FALSE(MeasureActorText(row.actor).empty());
    EXPECT_FALSE(MeasureActionText(row.action).empty());
    for (const MeasureGuard guard : row.guards) {
      EXPECT_EQ(MeasureGuardText(guard).empty(), guard == MeasureGuard::kNone);
    }
  }
  EXPECT_EQ(MeasureActionText(Request::ACTION_NOT_SET), "");
  EXPECT_EQ(MeasureStateText(v1::MEASURE_STATE_REFUSED_BY_SUBJECT), "REFUSED_BY_SUBJECT");
}

}  // namespace
}  // namespace enlace::protection
