#include "gateway/clock/joint_work.h"

#include <algorithm>

namespace enlace::clock {

absl::StatusOr<absl::Time> JointWork::DoDue(absl::Time judged) {
  absl::Status failed;  // The first that could not be done.
  absl::Time next = absl::InfiniteFuture();
  for (DueWork* const part : parts_) {
    const absl::StatusOr<absl::Time> due = part->DoDue(judged);
    failed.Update(due.status());
    if (due.ok()) next = std::min(next, *due);
  }
  if (!failed.ok()) return failed;
  return next;
}

}  // namespace enlace::clock
