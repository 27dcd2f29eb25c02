// The time by which deadlines are judged: no deadline fires because somebody set
// the machine's clock.
#ifndef ENLACE_GATEWAY_CLOCK_JUDGED_TIME_H_
#define ENLACE_GATEWAY_CLOCK_JUDGED_TIME_H_

#include "absl/time/time.h"
#include "absl/types/optional.h"

namespace enlace::clock {

// Three witnesses speak of the time: the wall clock, the monotonic clock, which
// nobody can set and which counts a sleep of the machine, and the time of the
// last record, which survives restarts and never goes back. A step is due when
// two of them agree that it is:
//
// - While the wall clock goes as the monotonic clock does, it is believed. It may
//   gain 5 minutes or lose 2 seconds on it in an hour (kMayGain, kMayLose).
// - If it gains or loses more, it was set, and is not believed: the judged time
//   goes on from the last belief by the monotonic clock alone. What is due by
//   the time that really passes still fires in time; the jump fires nothing, and
//   a clock set back delays nothing. The setting is told, once.
// - It is believed again when it is put right, or when it has gone as the
//   monotonic clock does for 15 minutes (kConfirm).
// - At the start there is no monotonic witness of the past. A wall clock that
//   shows up to 5 minutes more than the last record is believed at once. One
//   that shows more may be right after an outage, or set: the judged time goes
//   on from the last record until the 15 minutes are over, or until a restart: a
//   start leaves a record, with which the next one agrees. One that shows less
//   than the last record is believed, since a deadline that is judged late can be
//   made up for and one that was announced cannot; that it was set is told.
//
// A clock that is wrong and stays so is believed in the end: it takes another
// machine to tell. Not thread-safe. Never goes back but by a belief.
class JudgedTime {
 public:
  static constexpr absl::Duration kMayGain = absl::Minutes(5);
  static constexpr absl::Duration kMayLose = absl::Seconds(2);
  static constexpr absl::Duration kConfirm = absl::Minutes(15);

  // Both clocks, read together.
  struct Reading {
    absl::Time wall;
    // Since an instant that is the same in all readings.
    absl::Duration elapsed;
  };
  struct Verdict {
    absl::Time judged;
    bool is_believed = true;
    // By how much the wall clock was set, at the reading that finds out.
    absl::optional<absl::Duration> set_by;
  };

  // `last_record`: the time of the last record; infinite past if there is none.
  JudgedTime(const Reading& start, absl::Time last_record);

  // The judged time at a reading, which is not before the one before.
  Verdict At(const Reading& reading);

 private:
  // When the wall clock was last believed for sure; an hour old at most.
  Reading anchor_;
  // Since when it has gone as the monotonic clock does.
  Reading steady_;
  bool is_believed_ = true;
  absl::optional<absl::Duration> set_at_start_;
};

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_JUDGED_TIME_H_
