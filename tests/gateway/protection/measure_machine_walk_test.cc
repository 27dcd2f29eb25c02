// Tries every action by every party in every state, and walks the machine at
// random, for many seeds; checks after each step what must always hold.
#include <gtest/gtest.h>

#include <random>
#include <set>

#include "gateway/protection/measure_table.h"
#include "tests/gateway/protection/measure_fixture.h"

namespace enlace::protection {
namespace {

using Request = v1::AdvanceMeasureRequest;

const v1::AgencyRef kEverybody[] = {kSender,       kUnit,      kStateUnit, kPolice,
                                    kOrganization, kOmbudsman, kStranger};

bool SpeaksForThem(const v1::AgencyRef& agency) {
  return agency.agency_id() == kSender.agency_id() || agency.agency_id() == kOrganization.agency_id();
}

void CheckInvariants(const v1::Measure& before, const v1::Measure& after, MeasureAction action,
                     const v1::AgencyRef& caller, absl::Time now) {
  EXPECT_EQ(after.version(), before.version() + 1);
  EXPECT_NE(after.state(), v1::MEASURE_STATE_EXPIRED) << "nobody records that";
  EXPECT_FALSE(Has(kEndedMeasure, before.state())) << "nothing leads out of an end";
  EXPECT_NE(caller.agency_id(), kOmbudsman.agency_id());
  EXPECT_NE(caller.agency_id(), kStranger.agency_id());
  const bool implemented = after.state() == v1::MEASURE_STATE_IMPLEMENTED ||
                           after.state() == v1::MEASURE_STATE_CONFIRMED_BY_SUBJECT;
  if (implemented) {
    EXPECT_GE(after.consultation(), v1::CONSULTATION_OUTCOME_AGREED) << "decided without those concerned";
    EXPECT_NE(after.consultation(), v1::CONSULTATION_OUTCOME_REFUSED) << "against their will";
    EXPECT_TRUE(after.has_implement_time());
  }
  EXPECT_TRUE(!after.has_valid_until_time() || after.has_confirm_time()) << "valid before it is confirmed";
  const bool theirs = action == Request::kRefuse || action == Request::kConfirm ||
                      action == Request::kReportUnsuitable || action == Request::kObject;
  EXPECT_EQ(SpeaksForThem(caller), theirs) << caller.agency_id() << " " << action;
  if (after.state() == v1::MEASURE_STATE_WITHDRAWN) {
    EXPECT_LT(base::FromProto(before.objection_until_time()), now) << "within the time for objections";
    EXPECT_TRUE(!before.objected() || !after.reason().empty());
  }
  if (after.state() == v1::MEASURE_STATE_WITHDRAWAL_NOTICED) {
    EXPECT_TRUE(after.has_objection_until_time());
    EXPECT_FALSE(after.reason().empty());
  }
  EXPECT_EQ(after.unsuitability() != v1::UNSUITABILITY_REASON_UNSPECIFIED && implemented, false)
      << "in use as it is of no use";
  const bool granted = referral::AwaitsImplementation(after) || implemented;
  EXPECT_TRUE(!granted || !after.resolution_number().empty()) << "without a resolution";
}

TEST(MeasureMachineWalkTest, EveryActionByEveryPartyInEveryStateIsARowByItsActorOrARefusal) {
  for (int number = 1; number <= v1::MeasureState_MAX; ++number) {
    const auto from = static_cast<v1::MeasureState>(number);
    store::v1::CaseState state = CaseIn(from);
    v1::Measure& measure = *state.mutable_measures(0);
    measure.set_consultation(v1::CONSULTATION_OUTCOME_AGREED);
    measure.set_resolution_number("R-1");
    *measure.mutable_implementer() = kPolice;
    *measure.mutable_objection_until_time() = base::ToProto(kNow);
    for (int action = 11; action <= 23; ++action) {
      const auto wanted = static_cast<MeasureAction>(action);
      const MeasureTransition* row = FindMeasureTransition(from, wanted);
      // Withdrawn after the last instant to object, all else before it.
      const absl::Time now = wanted == Request::kWithdraw ? kNow + absl::Microseconds(1) : kNow;
      for (const v1::AgencyRef& caller : kEverybody) {
        const absl::StatusOr<MeasureResult> result = Advance(state, caller, wanted, now);
        const bool knows = caller.agency_id() != kStranger.agency_id();
        const bool carries_out = caller.agency_id() == kUnit.agency_id() ||
                                 (caller.agency_id() == kPolice.agency_id() && row != nullptr &&
                                  row->actor == MeasureActor::kImplementer);
        const bool may =
            row != nullptr && (row->actor == MeasureActor::kConcerned ? SpeaksForThem(caller) : carries_out);
        EXPECT_EQ(result.ok(), knows && may) << MeasureStateText(from) << " " << MeasureActionText(wanted)
                                             << " " << caller.agency_id() << " " << result.status();
        EXPECT_EQ(absl::IsNotFound(result.status()), !knows);
        if (result.ok()) {
          EXPECT_EQ(result->transition, row->number);
          EXPECT_EQ(result->measure.state() == from, row->goal == Goal::kStay || row->to == from);
        }
      }
    }
  }
}

// One random command, checked and applied if it is allowed.
void Step(store::v1::CaseState* state, absl::Time now, std::mt19937* random, std::set<int>* made) {
  const v1::Measure before = state->measures((*random)() % state->measures_size());
  const auto action = static_cast<MeasureAction>(11 + (*random)() % 13);
  // What ends a measure is rare, so that walks are long.
  if ((action == Request::kDeny || action == Request::kRefuse) && (*random)() % 16 != 0) return;
  Request request = Command(before, action, now);
  if (request.has_consult()) {
    request.mutable_consult()->set_outcome(static_cast<v1::ConsultationOutcome>(1 + (*random)() % 5));
  }
  const v1::AgencyRef& caller = kEverybody[(*random)() % std::size(kEverybody)];
  const absl::StatusOr<MeasureResult> result = Decide(*state, caller, request, now);
  if (!result.ok()) return;
  Apply(*result, caller, state, now);
  made->insert(result->transition);
  CheckInvariants(before, result->measure, action, caller, now);
  EXPECT_FALSE(Decide(*state, caller, request, now).ok()) << "a command was applied twice";
  for (const referral::ClockFact& fact : result->clock_events) {
    if (fact.event == v1::CLOCK_EVENT_MEASURES_IMPLEMENTED) {
      EXPECT_FALSE(referral::AwaitsMeasures(*state, kReferralId)) << "one still waits";
    }
  }
}

TEST(MeasureMachineWalkTest, InvariantsHoldOnEveryWalk) {
  std::set<int> made;
  for (int seed = 0; seed < 200; ++seed) {
    std::mt19937 random(seed);
    store::v1::CaseState state = NewCase();
    absl::Time now = kNow;
    for (int i = 0; i < 3; ++i) {
      Request request = Command(v1::Measure(), Request::kRequest);
      request.set_request_id(absl::StrCat("request-", i));
      const absl::StatusOr<MeasureResult> opened = Decide(state, kUnit, request);
      ASSERT_TRUE(opened.ok());
      Apply(*opened, kUnit, &state);
      made.insert(opened->transition);
    }
    for (int i = 0; i < 400; ++i) {
      now += absl::Hours(random() % 60);
      Step(&state, now, &random, &made);
    }
  }
  for (const MeasureTransition& row : MeasureTransitions()) {
    EXPECT_EQ(made.count(row.number), 1u) << "no walk made M" << row.number;
  }
}

}  // namespace
}  // namespace enlace::protection
