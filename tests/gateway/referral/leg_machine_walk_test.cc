// Walks the leg machine at random, for many seeds, and checks after each step
// what must always hold.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "gateway/referral/access.h"
#include "gateway/referral/transition_table.h"
#include "tests/gateway/referral/case_fixture.h"

namespace enlace::referral {
namespace {

void CheckInvariants(const store::v1::CaseState& state) {
  std::set<std::string> open;
  for (const v1::Leg& leg : state.referrals(0).legs()) {
    if (Has(kOpen, leg.state())) {
      EXPECT_TRUE(open.insert(absl::StrCat(leg.recipient().agency_id(), "/", leg.purpose())).second);
    }
    const bool needs_acceptance = Has(kAnswered, leg.state()) || leg.state() == v1::LEG_STATE_TRANSFERRED;
    EXPECT_TRUE(leg.was_accepted() || !needs_acceptance);
    EXPECT_EQ(leg.has_review_time(),
              leg.state() == v1::LEG_STATE_ON_HOLD || leg.state() == v1::LEG_STATE_HELD);
    if (leg.state() == v1::LEG_STATE_TRANSFERRED) {
      const v1::Leg* successor = FindLeg(state.referrals(0), leg.superseded_by_leg_id());
      ASSERT_NE(successor, nullptr);
      EXPECT_TRUE(successor->was_accepted());
    }
  }
  for (const AccessGrant& grant : AccessOf(state)) EXPECT_FALSE(IsExcluded(state, grant.agency_id));
}

// An action: mostly one that the table has for the state, sometimes any.
v1::AdvanceLegRequest::ActionCase AnyAction(v1::LegState state, std::mt19937* random) {
  using Request = v1::AdvanceLegRequest;
  std::vector<Request::ActionCase> actions;
  for (const Transition& row : Transitions()) {
    if (row.action == Request::ACTION_NOT_SET || !Has(row.from, state)) continue;
    // What ends a leg is rare, so that walks are long.
    if (Has(kEnded, row.to) && row.to != v1::LEG_STATE_CLOSED && !row.deferred && (*random)() % 8 != 0)
      continue;
    actions.push_back(row.action);
  }
  if (actions.empty() || (*random)() % 4 == 0) return static_cast<Request::ActionCase>(10 + (*random)() % 19);
  return actions[(*random)() % actions.size()];
}

// One random command on one random leg, checked and applied if it is allowed.
void Step(store::v1::CaseState* state, std::mt19937* random, std::set<uint32_t>* made) {
  const v1::Leg before = state->referrals(0).legs((*random)() % state->referrals(0).legs_size());
  auto request = Command(*state, AnyAction(before.state(), random));
  request.set_leg_id(before.leg_id());
  request.set_expected_version(before.version());
  const std::string next = (*random)() % 2 == 0 ? kOther : kRecipient;
  if (request.has_transfer()) request.mutable_transfer()->mutable_successor()->set_agency_id(next);
  const std::vector<std::string> agencies = {kSender, kRecipient, kOther, kOverseer, kStranger};
  const std::string caller = agencies[(*random)() % agencies.size()];
  const auto result = Decide(*state, caller, request, Next(next));
  if (!result.ok()) return;
  EXPECT_NE(caller, kOverseer);
  EXPECT_NE(caller, kStranger);
  ApplyAll(result->events, state, Agency(caller));
  for (const store::v1::Event& event : result->events) made->insert(event.leg_transitioned().transition());
  EXPECT_EQ(FindLeg(state->referrals(0), before.leg_id())->SerializeAsString(),
            result->leg.SerializeAsString());
  for (const v1::Leg& opened : result->opened) {
    EXPECT_EQ(FindLeg(state->referrals(0), opened.leg_id())->SerializeAsString(), opened.SerializeAsString());
  }
  EXPECT_FALSE(Decide(*state, caller, request, Next(next)).ok()) << "a command was applied twice";
}

TEST(LegMachineWalkTest, InvariantsHoldOnEveryWalk) {
  std::set<uint32_t> made;
  for (int seed = 0; seed < 300; ++seed) {
    std::mt19937 random(seed);
    auto state = NewCase(
        {Planned(kRecipient), Planned(kOverseer, v1::LEG_PURPOSE_OVERSIGHT, v1::ACCESS_GRADE_OVERSIGHT)});
    *state.mutable_referrals(0)->mutable_sealed() = Sealed({kSender, kRecipient, kOther});
    for (int i = 0; i < 300; ++i) {
      Step(&state, &random, &made);
      CheckInvariants(state);
    }
  }
  for (uint32_t transition = 3; transition <= 21; ++transition) {
    EXPECT_EQ(made.count(transition), 1u) << "no walk made T" << transition;
  }
}

}  // namespace
}  // namespace enlace::referral
