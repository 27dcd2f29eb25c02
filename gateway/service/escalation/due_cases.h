// Does what is due in cases: takes the steps of ladders, reminds of held legs, and
// dispatches those for which somebody is competent by now.
#ifndef ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_CASES_H_
#define ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_CASES_H_

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/clock/scheduler.h"
#include "gateway/ledger/sequencer.h"
#include "gateway/service/core.h"

namespace enlace::service {

// Each case is a command of its own on the one write path, decided on the state
// that it has then: what happened since it was found due counts, and nothing is
// done twice. Not thread-safe. Borrows the core.
class DueCases final : public clock::DueWork {
 public:
  // How often held legs are looked at although the directory did not change: a
  // mandate may begin.
  static constexpr absl::Duration kHeldEvery = absl::Hours(1);

  // `settle` lets the sequencer decide what it took; null where it has a thread.
  explicit DueCases(const Core& core, std::function<void()> settle = nullptr)
      : core_(core), settle_(std::move(settle)) {}

  absl::StatusOr<absl::Time> DoDue(absl::Time judged) override;
  absl::Status TellClockSet(absl::Time wall, absl::Time judged) override;

 private:
  using Decide = absl::AnyInvocable<absl::StatusOr<std::string>(ledger::Work&)>;

  // Decides for each case, and waits until that is durable. The first error, if
  // there is one.
  absl::Status DoCases(const std::vector<std::string>& case_ids, absl::Time judged);
  absl::Status DoHeld(absl::Time judged);
  // Everything of cases that are due. When the next one is.
  absl::StatusOr<absl::Time> DoSteps(absl::Time judged);
  absl::Status RunAll(std::vector<Decide> all);

  const Core& core_;
  const std::function<void()> settle_;
  // Of the roster when held legs were last looked at, and when that was.
  uint64_t held_epoch_ = 0;
  absl::Time held_looked_at_ = absl::InfinitePast();
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_ESCALATION_DUE_CASES_H_
