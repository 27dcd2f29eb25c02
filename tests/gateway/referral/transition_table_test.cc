#include "gateway/referral/transition_table.h"

#include <map>
#include <set>
#include <utility>

#include "tests/gateway/referral/case_fixture.h"
#include "tests/support/status_matchers.h"

namespace enlace::referral {
namespace {

using Request = v1::AdvanceLegRequest;
using enum v1::LegState;

struct Naive {
  Request::ActionCase action;
  std::set<int> from;
  int to;
  std::string who;  // s sender, r recipient
  int number;
};

// Written from the description of the machine, not from the table.
const std::vector<Naive>& NaiveList() {
  static const auto* list = new std::vector<Naive>{
      {Request::kConfirmDelivery, {4}, 5, "r", 4},
      {Request::kReportDeliveryFailure, {4}, 6, "r", 5},
      {Request::kRetryDelivery, {6}, 4, "sr", 6},
      {Request::kConfirmReception, {5}, 7, "r", 7},
      {Request::kRequestInformation, {7}, 8, "r", 8},
      {Request::kProvideInformation, {8}, 7, "s", 9},
      {Request::kAccept, {7, 8}, 9, "r", 10},
      {Request::kDecline, {7, 8}, 14, "r", 11},
      {Request::kReturnNotCompetent, {7, 8, 9}, 15, "r", 12},
      {Request::kBeginWork, {9}, 10, "r", 13},
      {Request::kHold, {10}, 11, "r", 14},
      {Request::kResume, {11}, 10, "r", 14},
      {Request::kComplete, {10}, 12, "r", 15},
      {Request::kClose, {12}, 13, "s", 16},
      {Request::kReopen, {12, 13}, 10, "sr", 17},
      {Request::kWithdraw, {2, 3, 4, 5, 6, 7, 8}, 17, "s", 18},
      {Request::kRevoke, {9, 10, 11}, 18, "s", 19},
      {Request::kTransfer, {9, 10, 11}, 16, "r", 20},
      {Request::kMarkEnteredInError, {2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}, 19, "s", 21},
  };
  return *list;
}

const Naive* Expected(int action, int state) {
  for (const Naive& row : NaiveList()) {
    if (row.action == action && row.from.count(state) > 0) return &row;
  }
  return nullptr;
}

TEST(TransitionTableTest, EveryStateActionAndPartyIsAnsweredAsTheDescriptionSays) {
  int allowed = 0;
  for (int state = 0; state <= v1::LegState_MAX; ++state) {
    for (int action = 10; action <= 28; ++action) {
      const store::v1::CaseState in = CaseIn(
          static_cast<v1::LegState>(state),
          {Planned(kRecipient), Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT)});
      const auto command = static_cast<Request::ActionCase>(action);
      const Naive* expected = Expected(action, state);
      for (const std::string& who :
           {std::string("s"), std::string("r"), std::string("o"), std::string("x")}) {
        SCOPED_TRACE(absl::StrCat("state ", state, " action ", action, " by ", who));
        const std::string caller = who == "s"   ? kSender
                                   : who == "r" ? kRecipient
                                   : who == "o" ? kOverseer
                                                : kStranger;
        Request request = Command(in, command);
        if (command == Request::kTransfer) *request.mutable_sealed_note() = Sealed({kOther}, "note");
        const auto result = Decide(in, caller, request);
        const bool hidden_from_recipient = state <= 3 || state >= 17;
        if (who == "x" || (who == "r" && hidden_from_recipient)) {
          EXPECT_THAT(result, ReasonIs(v1::ERROR_REASON_NOT_FOUND));
        } else if (expected == nullptr) {
          EXPECT_THAT(result, ReasonIs(v1::ERROR_REASON_TRANSITION_NOT_ALLOWED));
        } else if (expected->who.find(who) == std::string::npos) {
          EXPECT_THAT(result, ReasonIs(v1::ERROR_REASON_ACTOR_NOT_ALLOWED));
        } else {
          ASSERT_THAT(result, IsOk());
          ++allowed;
          EXPECT_EQ(result->transition, expected->number);
          EXPECT_EQ(result->leg.state(), action == Request::kTransfer ? state : expected->to);
        }
      }
    }
  }
  EXPECT_EQ(allowed, 47);
}

TEST(TransitionTableTest, EveryNumberFromOneToTwentyOneHasARow) {
  std::set<int> numbers;
  for (const Transition& row : Transitions()) numbers.insert(row.number);
  EXPECT_EQ(numbers.size(), 21u);
  EXPECT_EQ(*numbers.begin(), 1);
  EXPECT_EQ(*numbers.rbegin(), 21);
}

TEST(TransitionTableTest, EveryActionOfTheContractHasARow) {
  const auto* oneof = Request::descriptor()->FindOneofByName("action");
  for (int i = 0; i < oneof->field_count(); ++i) {
    const auto action = static_cast<Request::ActionCase>(oneof->field(i)->number());
    bool found = false;
    for (const Transition& row : Transitions()) found = found || row.action == action;
    EXPECT_TRUE(found) << oneof->field(i)->name();
  }
}

TEST(TransitionTableTest, NothingLeadsOutOfAnEndedStateButReopening) {
  for (const Transition& row : Transitions()) {
    if ((row.from & kEnded) == 0) continue;
    EXPECT_EQ(row.number, 17);
    EXPECT_EQ(row.from & kEnded, SetOf(LEG_STATE_CLOSED));
  }
}

TEST(TransitionTableTest, EveryStateIsOpenOrEndedButNotBoth) {
  for (int state = LEG_STATE_SUBMITTED; state <= v1::LegState_MAX; ++state) {
    EXPECT_NE(Has(kOpen, static_cast<v1::LegState>(state)), Has(kEnded, static_cast<v1::LegState>(state)))
        << state;
  }
  EXPECT_FALSE(Has(kOpen, static_cast<v1::LegState>(77)));
  EXPECT_FALSE(Has(kOpen, static_cast<v1::LegState>(-1)));
}

TEST(TransitionTableTest, OwnTransitionsAreReachedByNoRequest) {
  EXPECT_EQ(FindTransition(LEG_STATE_SUBMITTED, Request::ACTION_NOT_SET), nullptr);
  EXPECT_EQ(FindOwnTransition(LEG_STATE_HELD, 3)->to, LEG_STATE_DISPATCHED);
  EXPECT_EQ(FindOwnTransition(LEG_STATE_HELD, 2), nullptr);
  EXPECT_EQ(FindOwnTransition(LEG_STATE_RECEIVED, 10), nullptr);
}

TEST(TransitionTableTest, EveryGuardAndActorHasWords) {
  for (const Transition& row : Transitions()) {
    EXPECT_NE(ActorText(row.actor), "");
    for (const Guard guard : row.guards) EXPECT_EQ(GuardText(guard).empty(), guard == Guard::kNone);
  }
  EXPECT_EQ(StateText(LEG_STATE_ON_HOLD), "ON_HOLD");
  EXPECT_EQ(ActionText(Request::kAccept), "accept");
  EXPECT_EQ(ActionText(Request::ACTION_NOT_SET), "");
}

}  // namespace
}  // namespace enlace::referral
