#include "gateway/clock/judged_time.h"

#include <utility>

namespace enlace::clock {
namespace {

constexpr absl::Duration kAnchorLife = absl::Hours(1);

// Whether a wall clock that gained so much on the monotonic one may be believed.
bool IsFair(absl::Duration gained) {
  return gained <= JudgedTime::kMayGain && gained >= -JudgedTime::kMayLose;
}

// How much more than the monotonic clock the wall clock went on.
absl::Duration Gained(const JudgedTime::Reading& from, const JudgedTime::Reading& to) {
  return (to.wall - from.wall) - (to.elapsed - from.elapsed);
}

}  // namespace

JudgedTime::JudgedTime(const Reading& start, absl::Time last_record) : anchor_(start), steady_(start) {
  if (last_record == absl::InfinitePast()) return;
  const absl::Duration ahead = start.wall - last_record;
  if (ahead > kMayGain) {
    anchor_.wall = last_record;
    is_believed_ = false;
  } else if (ahead < -kMayLose) {
    set_at_start_ = ahead;
  }
}

JudgedTime::Verdict JudgedTime::At(const Reading& reading) {
  Verdict verdict;
  std::swap(verdict.set_by, set_at_start_);
  const bool was_believed = is_believed_;
  is_believed_ = IsFair(Gained(anchor_, reading));
  if (is_believed_) {
    steady_ = reading;
  } else if (was_believed || !IsFair(Gained(steady_, reading))) {
    verdict.set_by = Gained(steady_, reading);
    steady_ = reading;
  } else if (reading.elapsed - steady_.elapsed >= kConfirm) {
    is_believed_ = true;
    anchor_ = reading;
  }
  verdict.is_believed = is_believed_;
  verdict.judged = is_believed_ ? reading.wall : anchor_.wall + (reading.elapsed - anchor_.elapsed);
  if (is_believed_ && reading.elapsed - anchor_.elapsed >= kAnchorLife) anchor_ = reading;
  return verdict;
}

}  // namespace enlace::clock
