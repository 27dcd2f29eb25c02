#include "gateway/service/own_commands.h"

#include <future>
#include <memory>
#include <utility>

namespace enlace::service {

OwnOutcome RunOwnCommands(ledger::Sequencer& sequencer, const std::function<void()>& settle,
                          std::vector<OwnCommand> commands) {
  std::vector<std::future<absl::Status>> answers;
  for (OwnCommand& decide : commands) {
    auto answer = std::make_shared<std::promise<absl::Status>>();
    answers.push_back(answer->get_future());
    ledger::Command command;
    command.decide = std::move(decide);
    command.done = [answer](absl::StatusOr<ledger::Answer> done) { answer->set_value(done.status()); };
    sequencer.Submit(std::move(command));
  }
  if (settle) settle();
  OwnOutcome outcome;
  outcome.store_is_away = !answers.empty();
  for (std::future<absl::Status>& answer : answers) {
    const absl::Status done = answer.get();
    outcome.store_is_away = outcome.store_is_away && absl::IsUnavailable(done);
    outcome.first_failure.Update(done);
  }
  return outcome;
}

}  // namespace enlace::service
