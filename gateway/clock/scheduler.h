// The one thing in the gateway that wakes up by itself: does what is due, when it
// is due.
#ifndef ENLACE_GATEWAY_CLOCK_SCHEDULER_H_
#define ENLACE_GATEWAY_CLOCK_SCHEDULER_H_

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/base/clock.h"
#include "gateway/clock/judged_time.h"
#include "gateway/clock/waiter.h"

namespace enlace::clock {

// What it has done. Called on the scheduler's thread alone.
class DueWork {
 public:
  virtual ~DueWork() = default;
  // Does all that is due at the judged time, durably. Returns when the next thing
  // is due, infinite if nothing is. Called again after any failure.
  //   UNAVAILABLE, DATA_LOSS  of the store; some may be done, the rest is still due.
  virtual absl::StatusOr<absl::Time> DoDue(absl::Time judged) = 0;
  // Puts on record that the machine's clock was set.
  //   UNAVAILABLE  as above; it is told once more.
  virtual absl::Status TellClockSet(absl::Time wall, absl::Time judged) = 0;
};

// Keeps nothing but the judged time: what is due comes from the store at each
// tick, so that a restart loses nothing. Sleeps until the next thing is due, and
// never longer than kLongestSleep: a clock that starts meanwhile may be due
// sooner, and a clock of the machine that was set is found out in time. Not
// thread-safe.
class Scheduler {
 public:
  static constexpr absl::Duration kLongestSleep = absl::Seconds(15);

  struct Dependencies {
    const base::Clock& clock;
    Waiter& waiter;
    DueWork& work;
    // Of the last run; infinite past if there was none.
    absl::Time last_record;
  };
  explicit Scheduler(const Dependencies& dependencies);

  // Ticks and waits until the waiter says that the process stops.
  void Run();
  // Does what is due now. Returns how long to wait.
  absl::Duration Tick();

 private:
  const Dependencies dependencies_;
  JudgedTime judged_time_;
  bool was_believed_ = true;
  // That the clock was set, as long as it is not on record.
  bool must_tell_ = false;
};

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_SCHEDULER_H_
