// What the gateway does by itself, on the one write path.
#ifndef ENLACE_GATEWAY_SERVICE_OWN_COMMANDS_H_
#define ENLACE_GATEWAY_SERVICE_OWN_COMMANDS_H_

#include <functional>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/ledger/sequencer.h"

namespace enlace::service {

// As ledger::Command.decide.
using OwnCommand = absl::AnyInvocable<absl::StatusOr<std::string>(ledger::Work&)>;

// What came of a number of commands.
struct OwnOutcome {
  absl::Status first_failure;
  // Every one of them was UNAVAILABLE: no use in trying others.
  bool store_is_away = false;
};

// Decides each as a command of its own and waits until all are durable; one that
// fails keeps back no other. `settle` lets the sequencer decide what it took; null
// where it has a thread. Never on the writer's thread.
OwnOutcome RunOwnCommands(ledger::Sequencer& sequencer, const std::function<void()>& settle,
                          std::vector<OwnCommand> commands);

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_OWN_COMMANDS_H_
