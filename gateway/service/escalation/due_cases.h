// Does what is due in cases: takes the steps of ladders, reminds of held legs, and
// dispatches those for which somebody is competent by now. The same for the clocks of
// warnings, and the ends of proposals.
#ifndef ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_CASES_H_
#define ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_CASES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "absl/types/optional.h"
#include "gateway/clock/scheduler.h"
#include "gateway/service/core.h"
#include "gateway/service/own_commands.h"
#include "gateway/store/due_rows.h"
#include "gateway/store/store.h"

namespace enlace::service {

// Each case is a command of its own on the one write path, decided on the state
// that it has then: what happened since it was found due counts, and nothing is
// done twice. A case that fails keeps back no other: the round goes on after it, and
// it stays due for the next one. Not thread-safe. Borrows the core.
class DueCases final : public clock::DueWork {
 public:
  // How often held legs are looked at although the directory did not change: a
  // mandate may begin.
  static constexpr absl::Duration kHeldEvery = absl::Hours(1);

  // At most a batch of the writer at once.
  static constexpr size_t kAtOnce = 256;

  // `settle` lets the sequencer decide what it took; null where it has a thread.
  explicit DueCases(const Core& core, std::function<void()> settle = nullptr, size_t at_once = kAtOnce)
      : core_(core), settle_(std::move(settle)), at_once_(at_once) {}

  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override;
  absl::Status TellClockSet(absl::Time wall, absl::Time judged) override;

 private:
  // Decides for each case, and waits until that is durable.
  OwnOutcome DoCases(const std::vector<std::string>& case_ids, absl::Time judged);
  absl::Status DoHeld(absl::Time judged);
  // The same for warnings: the steps of their clocks.
  absl::StatusOr<absl::Time> DoWarnings(absl::Time judged);
  // Puts on record which proposals nobody decided in time.
  absl::StatusOr<absl::Time> DoProposals(absl::Time judged);
  // Everything of cases that are due. When the next one is.
  absl::StatusOr<absl::Time> DoSteps(absl::Time judged);
  // After a round that began with `first` and in which nothing failed.
  absl::StatusOr<absl::Time> WhenNext(store::Reader& reader, const absl::optional<store::DueCase>& first,
                                      absl::Time judged) const;

  const Core& core_;
  const std::function<void()> settle_;
  const size_t at_once_;
  // Of the roster when held legs were last looked at, and when that was.
  uint64_t held_epoch_ = 0;
  absl::Time held_looked_at_ = absl::InfinitePast();
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_CASES_H_
