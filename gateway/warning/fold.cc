#include "gateway/warning/fold.h"

#include <algorithm>

#include "gateway/base/time_text.h"

namespace enlace::warning {
namespace {

using store::v1::WarningState;

void ApplyIssued(const v1::Warning& issued, WarningState* state) {
  if (state->warning().warning_id().empty()) {
    *state->mutable_warning() = issued;
  } else if (issued.references_warning_id() == state->warning().warning_id()) {
    state->mutable_warning()->set_state(issued.message_type() == v1::WARNING_MESSAGE_TYPE_CANCEL
                                            ? v1::WARNING_STATE_CANCELLED
                                            : v1::WARNING_STATE_REPLACED);
  }
}

void ApplyStep(const store::v1::StepTaken& taken, absl::Time record_time, v1::Clock* clock) {
  for (v1::ClockStep& step : *clock->mutable_steps()) {
    if (step.step_id() != taken.step_id() || step.has_taken_time()) continue;
    *step.mutable_taken_time() = base::ToProto(record_time);
  }
}

v1::Clock* FindClock(const std::string& clock_id, WarningState* state) {
  for (v1::Clock& clock : *state->mutable_clocks()) {
    if (clock.clock_id() == clock_id) return &clock;
  }
  return nullptr;
}

}  // namespace

void Apply(const store::v1::Event& event, absl::Time record_time, WarningState* state) {
  using store::v1::Event;
  switch (event.event_case()) {
    case Event::kWarningIssued:
      ApplyIssued(event.warning_issued().warning(), state);
      break;
    case Event::kWarningAnswered:
      *state->add_answers() = event.warning_answered().answer();
      break;
    case Event::kClockStarted:
      if (FindClock(event.clock_started().clock_id(), state) == nullptr) {
        *state->add_clocks() = event.clock_started();
      }
      break;
    case Event::kClockEnded: {
      v1::Clock* clock = FindClock(event.clock_ended().clock_id(), state);
      if (clock == nullptr) break;
      if (event.clock_ended().has_stop_time()) *clock->mutable_stop_time() = event.clock_ended().stop_time();
      clock->set_state(event.clock_ended().state());
      break;
    }
    case Event::kStepTaken: {
      v1::Clock* clock = FindClock(event.step_taken().clock_id(), state);
      if (clock != nullptr) ApplyStep(event.step_taken(), record_time, clock);
      break;
    }
    default:
      break;
  }
}

v1::WarningState StateAt(const v1::Warning& warning, absl::Time now) {
  if (warning.state() != v1::WARNING_STATE_ACTIVE || !warning.has_expire_time()) return warning.state();
  return base::FromProto(warning.expire_time()) <= now ? v1::WARNING_STATE_EXPIRED : v1::WARNING_STATE_ACTIVE;
}

bool Concerns(const v1::Warning& warning, absl::string_view subdivision,
              const google::protobuf::RepeatedField<int>& population) {
  const bool is_there =
      std::any_of(warning.subdivisions().begin(), warning.subdivisions().end(),
                  [&](const std::string& code) { return absl::string_view(code) == subdivision; });
  if (!is_there || warning.population().empty()) return is_there;
  return std::find_first_of(population.begin(), population.end(), warning.population().begin(),
                            warning.population().end()) != population.end();
}

}  // namespace enlace::warning
