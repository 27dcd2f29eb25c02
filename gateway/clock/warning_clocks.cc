#include "gateway/clock/warning_clocks.h"

#include <algorithm>
#include <tuple>

#include "absl/strings/str_cat.h"
#include "gateway/base/time_text.h"
#include "gateway/clock/clocks.h"
#include "gateway/clock/escalation.h"

namespace enlace::clock {
namespace {

using store::v1::Event;

Ladder MakeLadder() {
  Ladder ladder;
  const auto add = [&ladder](const char* id, uint32_t percent, v1::EscalationLevel level, bool sender) {
    config::v1::EscalationStep* step = ladder.Add();
    step->set_step_id(id);
    step->set_percent(percent);
    step->set_level(level);
    step->set_responsible(true);
    step->set_sender(sender);
  };
  add("reminder-50", 50, v1::ESCALATION_LEVEL_REMINDER, false);
  add("reminder-80", 80, v1::ESCALATION_LEVEL_REMINDER, false);
  add("breach", 100, v1::ESCALATION_LEVEL_BREACH, true);
  return ladder;
}

const Ladder& WarningLadder() {
  static const Ladder& ladder = *new Ladder(MakeLadder());
  return ladder;
}

}  // namespace

std::vector<Event> StartWarningClocks(const v1::Warning& warning) {
  std::vector<Event> events;
  if (!warning.has_respond_by_time()) return events;
  for (const v1::AgencyRef& addressee : warning.addressees()) {
    v1::Clock& clock = *events.emplace_back().mutable_clock_started();
    clock.set_clock_id(absl::StrCat(kWarningRule, "/", warning.warning_id(), "/", addressee.agency_id()));
    clock.set_rule_id(kWarningRule);
    clock.set_authority(v1::CLOCK_AUTHORITY_OPERATOR_TARGET);
    *clock.mutable_start_time() = warning.record_time();
    *clock.mutable_due_time() = warning.respond_by_time();
    clock.set_state(v1::CLOCK_STATE_RUNNING);
    *clock.mutable_responsible() = addressee;
    clock.set_stops(v1::CLOCK_EVENT_WARNING_ANSWERED);
    SetSteps(WarningLadder(), &clock);
  }
  return events;
}

std::vector<Event> StopWarningClock(const store::v1::WarningState& state, absl::string_view agency_id,
                                    absl::Time answered) {
  std::vector<Event> events;
  for (const v1::Clock& clock : state.clocks()) {
    if (!IsRunning(clock) || absl::string_view(clock.responsible().agency_id()) != agency_id) continue;
    const bool met = answered <= base::FromProto(clock.due_time());
    store::v1::ClockEnded& ended = *events.emplace_back().mutable_clock_ended();
    ended.set_clock_id(clock.clock_id());
    ended.set_state(met ? v1::CLOCK_STATE_MET : v1::CLOCK_STATE_MET_LATE);
    *ended.mutable_stop_time() = base::ToProto(answered);
  }
  return events;
}

std::vector<Event> VoidWarningClocks(const store::v1::WarningState& state) {
  std::vector<Event> events;
  for (const v1::Clock& clock : state.clocks()) {
    if (!IsRunning(clock)) continue;
    store::v1::ClockEnded& ended = *events.emplace_back().mutable_clock_ended();
    ended.set_clock_id(clock.clock_id());
    ended.set_state(v1::CLOCK_STATE_VOID);
  }
  return events;
}

absl::Time NextDue(const store::v1::WarningState& state) {
  absl::Time next = absl::InfiniteFuture();
  for (const v1::Clock& clock : state.clocks()) {
    if (!IsRunning(clock)) continue;
    for (const v1::ClockStep& step : clock.steps()) {
      if (!step.has_taken_time()) next = std::min(next, base::FromProto(step.step_time()));
    }
  }
  return next;
}

std::vector<Event> TakeWarningSteps(const store::v1::WarningState& state, absl::Time due) {
  std::vector<std::tuple<absl::Time, int, int>> steps;  // Time of the step, its clock, its place.
  for (int i = 0; i < state.clocks_size(); ++i) {
    const v1::Clock& clock = state.clocks(i);
    for (int j = 0; IsRunning(clock) && j < clock.steps_size(); ++j) {
      const absl::Time time = base::FromProto(clock.steps(j).step_time());
      if (!clock.steps(j).has_taken_time() && time <= due) steps.emplace_back(time, i, j);
    }
  }
  std::sort(steps.begin(), steps.end());
  std::vector<Event> events;
  for (const auto& [time, i, j] : steps) {
    const v1::Clock& clock = state.clocks(i);
    const v1::ClockStep& step = clock.steps(j);
    store::v1::StepTaken& taken = *events.emplace_back().mutable_step_taken();
    taken.set_clock_id(clock.clock_id());
    taken.set_step_id(step.step_id());
    if (step.tells_responsible()) taken.add_told_agency_ids(clock.responsible().agency_id());
    if (step.tells_sender()) taken.add_told_agency_ids(state.warning().issuer().agency_id());
  }
  return events;
}

}  // namespace enlace::clock
