// Decides and commits one batch of commands: the sequencer without its thread.
#ifndef ENLACE_GATEWAY_LEDGER_BATCH_WRITER_H_
#define ENLACE_GATEWAY_LEDGER_BATCH_WRITER_H_

#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/types/optional.h"
#include "gateway/ledger/command_work.h"
#include "gateway/ledger/heads.h"
#include "gateway/ledger/record_sealer.h"
#include "gateway/ledger/sequencer.h"

namespace enlace::ledger {

// Not thread-safe: one thread writes. Stops the process if the stored heads are
// not those it wrote, for then another process writes to the same logs.
class BatchWriter {
 public:
  // As Sequencer::New.
  static absl::StatusOr<std::unique_ptr<BatchWriter>> New(const Sequencer::Dependencies& dependencies);

  struct Result {
    // One per command, in their order.
    std::vector<absl::StatusOr<Answer>> answers;
    // Agencies whose feeds grew.
    std::set<std::string> grown_feeds;
  };
  // Runs each command's `decide` at most once; does not call `done`.
  Result Run(std::vector<Command>& commands);

 private:
  // What became of one command before the commit.
  struct Outcome {
    absl::StatusOr<Answer> answer = Answer();
    // Position in the batch of the command that this one repeats.
    absl::optional<size_t> repeats;
    // Position, among those of the batch, of the record that its answer is about.
    absl::optional<size_t> answer_record;
  };
  // An answer of a command of the batch to another request.
  struct Further {
    FurtherAnswer answer;
    // Position, among those of the batch, of the record that it is about.
    size_t record = 0;
  };
  struct Batch {
    std::unique_ptr<store::Transaction> transaction;
    Heads heads;
    std::vector<Outcome> outcomes;
    std::vector<StagedRecord> records;
    std::vector<SealedEntry> entries;
    // RequestKey -> position of the command that used it first.
    std::map<std::string, size_t> requests;
    // RequestKey -> what a command answered to it besides its own.
    std::map<std::string, Further> further;
    std::set<std::string> grown_feeds;
    bool has_writes = false;
  };

  explicit BatchWriter(const Sequencer::Dependencies& dependencies);
  absl::Status Begin();
  absl::StatusOr<Batch> TryRun(std::vector<Command>& commands);
  // Answers from an earlier use of the request_id, if there was one that the
  // caller may still know of.
  absl::StatusOr<bool> AnswerRepetition(std::vector<Command>& commands, size_t i, Batch* batch);
  absl::Status Decide(std::vector<Command>& commands, size_t i, Batch* batch);
  // Whether one of these requests was answered before.
  absl::StatusOr<bool> AnsweredBefore(const std::vector<FurtherAnswer>& answers, const Batch& batch) const;
  // Remembers them; their records are among those from `first` on.
  absl::Status KeepFurther(const std::vector<FurtherAnswer>& answers, size_t first, Batch* batch) const;
  absl::Status SealAndStore(const std::vector<Command>& commands, Batch* batch);
  absl::Status StoreBundles(Batch* batch);
  // The feed rows of the records from `first` on: with their command, so that a
  // later one of the batch can take them away.
  absl::Status StoreFeeds(size_t first, Batch* batch);
  absl::Status StoreRequests(const std::vector<Command>& commands, Batch* batch);
  absl::Status Commit(Batch* batch);
  // Whether the commit whose outcome is unknown was kept, if there is one.
  absl::StatusOr<bool> Resolve();
  void MakeReceipts(const std::vector<Command>& commands, Batch* batch);

  const Sequencer::Dependencies dependencies_;
  const LogKeys keys_;
  const std::string boot_id_;
  Heads heads_;
  // Heads of a commit that failed with an unknown outcome.
  absl::optional<Heads> unresolved_;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_BATCH_WRITER_H_
