#include "gateway/store/due_rows.h"

#include "gateway/base/time_text.h"
#include "gateway/store/memory/memory_store.h"
#include "gateway/store/tables.h"
#include "tests/support/status_matchers.h"

namespace enlace::store {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const absl::Time kDue = absl::FromUnixSeconds(1768478400);

v1::CaseState CaseDue(const std::string& id, absl::Time due) {
  v1::CaseState state;
  state.set_case_id(id);
  enlace::v1::Clock* clock = state.add_clocks();
  *clock->mutable_start_time() = base::ToProto(due - absl::Hours(1));
  *clock->mutable_due_time() = base::ToProto(due);
  *clock->add_steps()->mutable_step_time() = base::ToProto(due);
  return state;
}

class DueRowsTest : public ::testing::Test {
 protected:
  void Write(const v1::CaseState& before, const v1::CaseState& after) {
    auto transaction = store_.Begin();
    ASSERT_THAT(WriteDue(**transaction, before, after), IsOk());
    ASSERT_THAT((*transaction)->Commit(), IsOk());
  }
  std::vector<std::string> Next(size_t limit = 10) {
    const auto reader = store_.Read();
    const auto next = NextDueCases(**reader, limit);
    std::vector<std::string> ids;
    for (const DueCase& due : *next) ids.push_back(due.case_id);
    return ids;
  }
  std::vector<std::string> Held(const std::string& after = "") {
    return *HeldCases(**store_.Read(), after, 2);
  }
  MemoryStore store_;
};

TEST_F(DueRowsTest, TheCaseThatIsDueFirstComesFirst) {
  Write({}, CaseDue("a", kDue + absl::Microseconds(2)));
  Write({}, CaseDue("b", kDue));
  Write({}, CaseDue("c", kDue + absl::Microseconds(1)));
  EXPECT_THAT(Next(), ElementsAre("b", "c", "a"));
  EXPECT_THAT(Next(1), ElementsAre("b"));
  EXPECT_EQ(NextDueCases(**store_.Read(), 1)->front().due, kDue);
}

TEST_F(DueRowsTest, AReadingGoesOnAfterACaseEvenIfItsRowIsGone) {
  Write({}, CaseDue("a", kDue));
  Write({}, CaseDue("b", kDue));
  Write({}, CaseDue("c", kDue + absl::Hours(1)));
  const auto after = [this](const DueCase& place) {
    std::vector<std::string> ids;
    const auto next = NextDueCases(**store_.Read(), 10, place);
    for (const DueCase& due : *next) ids.push_back(due.case_id);
    return ids;
  };
  EXPECT_THAT(after({kDue, "a"}), ElementsAre("b", "c"));
  Write(CaseDue("b", kDue), {});
  EXPECT_THAT(after({kDue, "b"}), ElementsAre("c"));
}

TEST_F(DueRowsTest, ARowFollowsItsCase) {
  Write({}, CaseDue("a", kDue));
  Write(CaseDue("a", kDue), CaseDue("a", kDue + absl::Hours(1)));
  ASSERT_THAT(Next(), ElementsAre("a"));
  EXPECT_EQ(NextDueCases(**store_.Read(), 1)->front().due, kDue + absl::Hours(1));
  v1::CaseState stopped = CaseDue("a", kDue + absl::Hours(1));
  *stopped.mutable_clocks(0)->mutable_stop_time() = base::ToProto(kDue);
  Write(CaseDue("a", kDue + absl::Hours(1)), stopped);
  EXPECT_THAT(Next(), IsEmpty());
}

TEST_F(DueRowsTest, WhatWasDueBefore1970ComesFirst) {
  Write({}, CaseDue("new", kDue));
  Write({}, CaseDue("old", absl::UnixEpoch() - absl::Hours(24 * 365)));
  EXPECT_THAT(Next(), ElementsAre("old", "new"));
}

TEST_F(DueRowsTest, CasesWithAHeldLegAreListedByPages) {
  for (const char* id : {"a", "b", "c"}) {
    v1::CaseState state;
    state.set_case_id(id);
    state.add_referrals()->add_legs()->set_state(enlace::v1::LEG_STATE_HELD);
    Write({}, state);
  }
  EXPECT_THAT(Held(), ElementsAre("a", "b"));
  EXPECT_THAT(Held("b"), ElementsAre("c"));
  v1::CaseState held;
  held.set_case_id("a");
  held.add_referrals()->add_legs()->set_state(enlace::v1::LEG_STATE_HELD);
  v1::CaseState dispatched = held;
  dispatched.mutable_referrals(0)->mutable_legs(0)->set_state(enlace::v1::LEG_STATE_DISPATCHED);
  Write(held, dispatched);
  EXPECT_THAT(Held(), ElementsAre("b", "c"));
}

TEST_F(DueRowsTest, AKeyWithoutCaseIsDamage) {
  EXPECT_THAT(ParseDueKey("12345678"), StatusIs(absl::StatusCode::kDataLoss));
}

}  // namespace
}  // namespace enlace::store
