// All small inputs of one clock: the core beside the naive reference.
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/civil_time.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/clock/escalation.h"
#include "gateway/referral/fold.h"
#include "tests/simulation/naive_case.h"

namespace enlace::simulation {
namespace {

constexpr char kReferral[] = "REF";

// How the clock ends: by its event, relative to its start or due time; void; never.
enum class End { kNever, kBeforeStart, kAtStart, kBetween, kAtDue, kAfterDue, kVoid };

// One clock on both sides.
class Pair {
 public:
  Pair(uint32_t amount, v1::DayBasis basis, const std::string& zone, bool at_least = false) {
    rules_.set_country("MX");
    rules_.set_time_zone(zone);
    rules_.add_holidays()->set_day("2021-04-05");
    config::v1::ClockRule* rule = rules_.add_clock_rules();
    rule->set_rule_id("C");
    rule->set_starts(v1::CLOCK_EVENT_PETITION_RECEIVED);
    rule->set_stops(v1::CLOCK_EVENT_RESPONSE_GIVEN);
    rule->set_amount(amount);
    rule->set_basis(basis);
    rule->set_at_least(at_least);
    state_.add_referrals()->set_referral_id(kReferral);
    state_.mutable_referrals(0)->mutable_origin()->set_agency_id("sender");
    naive_ = std::make_unique<NaiveCase>(rules_, directory_, v1::Classification(), kReferral, "sender");
  }

  void Tell(v1::ClockEvent event, absl::Time at) {
    Apply(clock::OnEvent(rules_, state_, state_.referrals(0), nullptr, event, at));
    naive_->Happen("", event, at);
  }
  void Void() {
    Apply(clock::VoidAll(state_, kReferral));
    naive_->VoidAll();
  }
  absl::Time due() const { return naive_->clocks()[0].due; }
  std::vector<absl::Time> StepTimes() const {
    std::vector<absl::Time> times;
    for (const NaiveStep& step : naive_->clocks()[0].steps) times.push_back(step.at);
    return times;
  }

  // Whether both take the same steps at `now` and see the clock in one state.
  ::testing::AssertionResult AgreeAt(absl::Time now) {
    const v1::Clock& clock = state_.clocks(0);
    const NaiveClock& naive = naive_->clocks()[0];
    if (base::FromProto(clock.due_time()) != naive.due) return ::testing::AssertionFailure() << "due";
    if (clock::StateAt(clock, now) != naive_->StateOf(naive, now)) {
      return ::testing::AssertionFailure() << v1::ClockState_Name(clock::StateAt(clock, now));
    }
    if (clock::NextDue(state_) != naive_->Next()) return ::testing::AssertionFailure() << "next";
    const clock::Surroundings around{directory_, [this](absl::string_view) { return &rules_; }, now, now};
    const referral::Decision decision = clock::TakeSteps(state_, around);
    Apply(decision.events);
    const std::vector<NaiveTaking> expected = naive_->Take(now);
    bool same = decision.events.size() == expected.size();
    for (size_t i = 0; same && i < expected.size(); ++i) {
      same = decision.events[i].step_taken().step_id() == expected[i].step;
    }
    return same ? ::testing::AssertionSuccess() : ::testing::AssertionFailure() << "steps";
  }

 private:
  void Apply(const std::vector<store::v1::Event>& events) {
    for (const store::v1::Event& event : events) {
      referral::Apply(event, absl::UnixEpoch(), v1::AgencyRef(), &state_);
    }
  }
  mechanism::Mechanism rules_;
  const std::vector<v1::Agency> directory_;
  store::v1::CaseState state_;
  std::unique_ptr<NaiveCase> naive_;
};

void EndIt(End end, absl::Time start, Pair* pair) {
  const absl::Time due = pair->due();
  switch (end) {
    case End::kNever:
      return;
    case End::kBeforeStart:
      return pair->Tell(v1::CLOCK_EVENT_RESPONSE_GIVEN, start - absl::Microseconds(1));
    case End::kAtStart:
      return pair->Tell(v1::CLOCK_EVENT_RESPONSE_GIVEN, start);
    case End::kBetween:
      return pair->Tell(v1::CLOCK_EVENT_RESPONSE_GIVEN, start + (due - start) / 3);
    case End::kAtDue:
      return pair->Tell(v1::CLOCK_EVENT_RESPONSE_GIVEN, due);
    case End::kAfterDue:
      return pair->Tell(v1::CLOCK_EVENT_RESPONSE_GIVEN, due + absl::Microseconds(1));
    case End::kVoid:
      return pair->Void();
  }
}

constexpr End kEnds[] = {End::kNever, End::kBeforeStart, End::kAtStart, End::kBetween,
                         End::kAtDue, End::kAfterDue,    End::kVoid};
constexpr v1::DayBasis kBases[] = {v1::DAY_BASIS_UNSPECIFIED, v1::DAY_BASIS_ELAPSED_HOURS,
                                   v1::DAY_BASIS_CALENDAR_DAYS, v1::DAY_BASIS_BUSINESS_DAYS};

class SmallInputsTest : public ::testing::TestWithParam<std::tuple<std::string, int>> {
 protected:
  // Around both changes of the local clock in 2021, where the zone has them.
  std::vector<absl::Time> Starts() const {
    absl::TimeZone zone;
    EXPECT_TRUE(absl::LoadTimeZone(std::get<0>(GetParam()), &zone));
    std::vector<absl::Time> starts;
    for (const auto& [month, day] : {std::pair{3, 13}, {4, 2}, {10, 30}, {11, 6}}) {
      const absl::Time begin = absl::FromCivil(absl::CivilDay(2021, month, day), zone);
      for (int hour = 0; hour < 72; hour += 11)
        starts.push_back(begin + absl::Hours(hour) - absl::Microseconds(1));
    }
    return starts;
  }
};

// The scheduler looks at the very instant of each step and just before it.
TEST_P(SmallInputsTest, PunctualSchedulerAndReferenceAgreeForEveryEnd) {
  const auto amount = static_cast<uint32_t>(std::get<1>(GetParam()));
  for (const v1::DayBasis basis : kBases) {
    for (const absl::Time start : Starts()) {
      for (const End end : kEnds) {
        Pair pair(amount, basis, std::get<0>(GetParam()));
        pair.Tell(v1::CLOCK_EVENT_PETITION_RECEIVED, start);
        size_t step = 0;
        for (const absl::Time at : pair.StepTimes()) {
          // The end comes to be known after the second step.
          if (step++ == 2) EndIt(end, start, &pair);
          ASSERT_TRUE(pair.AgreeAt(at - absl::Microseconds(1))) << amount << " " << basis << " " << start;
          ASSERT_TRUE(pair.AgreeAt(at)) << amount << " " << basis << " " << start;
          ASSERT_TRUE(pair.AgreeAt(at)) << "again";
        }
      }
    }
  }
}

// It hears of the petition late: at each step's time, or long after all of them.
TEST_P(SmallInputsTest, OverdueAtBirthAgreesForEveryEnd) {
  const auto amount = static_cast<uint32_t>(std::get<1>(GetParam()));
  for (const v1::DayBasis basis : kBases) {
    for (const absl::Time start : Starts()) {
      for (const End end : kEnds) {
        Pair pair(amount, basis, std::get<0>(GetParam()));
        pair.Tell(v1::CLOCK_EVENT_PETITION_RECEIVED, start);
        EndIt(end, start, &pair);
        ASSERT_TRUE(pair.AgreeAt(pair.StepTimes()[static_cast<size_t>(amount) % 5]));
        ASSERT_TRUE(pair.AgreeAt(start + absl::Hours(24 * 1000)));
      }
    }
  }
}

TEST_P(SmallInputsTest, AFloorAgreesForEveryEndAndIsNeverOverdue) {
  const auto amount = static_cast<uint32_t>(std::get<1>(GetParam()));
  for (const v1::DayBasis basis : kBases) {
    for (const absl::Time start : Starts()) {
      for (const End end : kEnds) {
        Pair pair(amount, basis, std::get<0>(GetParam()), /*at_least=*/true);
        pair.Tell(v1::CLOCK_EVENT_PETITION_RECEIVED, start);
        ASSERT_TRUE(pair.StepTimes().empty());
        EndIt(end, start, &pair);
        for (const absl::Time at : {start, pair.due(), pair.due() + absl::Microseconds(1)}) {
          ASSERT_TRUE(pair.AgreeAt(at)) << amount << " " << basis << " " << start;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Zones, SmallInputsTest,
                         ::testing::Combine(::testing::Values("America/Mexico_City", "America/Tijuana",
                                                              "America/Sao_Paulo", "America/Guatemala"),
                                            ::testing::Range(1, 7)));

}  // namespace
}  // namespace enlace::simulation
