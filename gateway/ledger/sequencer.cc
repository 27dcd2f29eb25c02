#include "gateway/ledger/sequencer.h"

#include <deque>
#include <thread>
#include <utility>

#include "gateway/base/errors.h"
#include "gateway/base/invariant.h"
#include "gateway/base/mutex.h"
#include "gateway/base/status_macros.h"
#include "gateway/ledger/batch_writer.h"

namespace enlace::ledger {
namespace {

constexpr size_t kMaxBatch = 256;

// The queue in front of a BatchWriter, and the thread behind it.
class QueuedSequencer final : public Sequencer {
 public:
  QueuedSequencer(const Dependencies& dependencies, std::unique_ptr<BatchWriter> writer, Mode mode)
      : dependencies_(dependencies), mode_(mode), writer_(std::move(writer)) {
    if (mode_ == Mode::kThread) thread_ = std::thread([this] { WriteUntilStopped(); });
  }
  ~QueuedSequencer() override { Stop(); }

  void Submit(Command command) override {
    {
      base::MutexLock lock(&mu_);
      if (!is_stopping_) {
        queue_.push_back(std::move(command));
        not_empty_.NotifyOne();
        return;
      }
    }
    command.done(base::Refusal(absl::StatusCode::kUnavailable, v1::ERROR_REASON_SHUTTING_DOWN,
                               "the gateway is shutting down"));
  }

  void Pump() override {
    base::StopUnless(mode_ == Mode::kManual);
    while (WriteBatch(/*wait=*/false)) {
    }
  }

  void Stop() override {
    {
      base::MutexLock lock(&mu_);
      is_stopping_ = true;
      not_empty_.NotifyAll();
    }
    if (mode_ == Mode::kManual) return Pump();
    base::MutexLock lock(&join_mu_);
    if (thread_.joinable()) thread_.join();
  }

 private:
  void WriteUntilStopped() {
    while (WriteBatch(/*wait=*/true)) {
    }
  }

  // Takes what waits, at most a batch. Returns false if there is nothing, or
  // with `wait` if there will be nothing any more.
  bool WriteBatch(bool wait) {
    std::vector<Command> commands;
    {
      base::MutexLock lock(&mu_);
      while (wait && queue_.empty() && !is_stopping_) not_empty_.Wait(&mu_);
      while (!queue_.empty() && commands.size() < kMaxBatch) {
        commands.push_back(std::move(queue_.front()));
        queue_.pop_front();
      }
    }
    if (commands.empty()) return false;
    BatchWriter::Result result = writer_->Run(commands);
    for (size_t i = 0; i < commands.size(); ++i) commands[i].done(std::move(result.answers[i]));
    if (dependencies_.feeds_grew && !result.grown_feeds.empty()) {
      dependencies_.feeds_grew(
          std::vector<std::string>(result.grown_feeds.begin(), result.grown_feeds.end()));
    }
    return true;
  }

  const Dependencies dependencies_;
  const Mode mode_;
  // Used by the writer's thread only.
  const std::unique_ptr<BatchWriter> writer_;
  base::Mutex mu_;
  base::CondVar not_empty_;
  std::deque<Command> queue_ ABSL_GUARDED_BY(mu_);
  bool is_stopping_ ABSL_GUARDED_BY(mu_) = false;
  base::Mutex join_mu_;
  std::thread thread_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<Sequencer>> Sequencer::New(Dependencies dependencies, Mode mode) {
  ASSIGN_OR_RETURN(std::unique_ptr<BatchWriter> writer, BatchWriter::New(dependencies));
  return std::unique_ptr<Sequencer>(std::make_unique<QueuedSequencer>(dependencies, std::move(writer), mode));
}

}  // namespace enlace::ledger
