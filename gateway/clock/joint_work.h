// Several kinds of work for one scheduler.
#ifndef ENLACE_GATEWAY_CLOCK_JOINT_WORK_H_
#define ENLACE_GATEWAY_CLOCK_JOINT_WORK_H_

#include <utility>
#include <vector>

#include "gateway/clock/scheduler.h"

namespace enlace::clock {

// Does one after another; what fails keeps back no other. Not thread-safe. Borrows
// the parts.
class JointWork final : public DueWork {
 public:
  // The first of `parts`, of which there is at least one, puts the clock on record.
  explicit JointWork(std::vector<DueWork*> parts) : parts_(std::move(parts)) {}

  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override;
  absl::Status TellClockSet(absl::Time wall, absl::Time judged) override {
    return parts_.front()->TellClockSet(wall, judged);
  }

 private:
  const std::vector<DueWork*> parts_;
};

}  // namespace enlace::clock

#endif  // ENLACE_GATEWAY_CLOCK_JOINT_WORK_H_
