#include "gateway/clock/scheduler.h"

#include <algorithm>

#include "gateway/base/log.h"
#include "gateway/base/time_text.h"

namespace enlace::clock {
namespace {

constexpr absl::Duration kShortestSleep = absl::Milliseconds(10);

JudgedTime::Reading Read(const base::Clock& clock) { return {clock.Now(), clock.Elapsed()}; }

}  // namespace

Scheduler::Scheduler(const Dependencies& dependencies)
    : dependencies_(dependencies), judged_time_(Read(dependencies.clock), dependencies.last_record) {}

void Scheduler::Run() {
  while (dependencies_.waiter.Wait(Tick())) {
  }
}

absl::Duration Scheduler::Tick() {
  const JudgedTime::Reading reading = Read(dependencies_.clock);
  const JudgedTime::Verdict verdict = judged_time_.At(reading);
  if (verdict.set_by.has_value()) {
    must_tell_ = true;
    base::Log(base::LogLevel::kError, "clock_was_set",
              {{"seconds", absl::ToInt64Seconds(*verdict.set_by)},
               {"wall", base::TimeText(reading.wall)},
               {"judged", base::TimeText(verdict.judged)},
               {"remedy", "check the machine's time service; deadlines go on by the time that passes"}});
  }
  if (verdict.is_believed != was_believed_) {
    was_believed_ = verdict.is_believed;
    base::Log(base::LogLevel::kWarning, verdict.is_believed ? "clock_is_believed" : "clock_is_not_believed",
              {{"wall", base::TimeText(reading.wall)}, {"judged", base::TimeText(verdict.judged)}});
  }
  if (must_tell_) {
    const absl::Status told = dependencies_.work.TellClockSet(reading.wall, verdict.judged);
    must_tell_ = !told.ok();
  }
  const absl::StatusOr<absl::Time> next = dependencies_.work.DoDue(verdict.judged);
  if (!next.ok()) {
    base::Log(base::LogLevel::kError, "due_not_done", {{"why", next.status().message()}});
    return kLongestSleep;
  }
  return std::clamp(*next - verdict.judged, kShortestSleep, kLongestSleep);
}

}  // namespace enlace::clock
