// What one command sees and writes while it is decided.
#ifndef ENLACE_GATEWAY_LEDGER_COMMAND_WORK_H_
#define ENLACE_GATEWAY_LEDGER_COMMAND_WORK_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "gateway/ledger/sequencer.h"
#include "gateway/store/overlay.h"

namespace enlace::ledger {

// A record with its place.
struct StagedRecord {
  Draft draft;
  uint64_t index = 0;
};

// Keeps everything in memory until the command is done. Borrows the batch's
// view. Not thread-safe.
class CommandWork final : public Work {
 public:
  // `next_index` of each log.
  CommandWork(store::Reader& batch, std::map<v1::LogId, uint64_t> next_index, absl::Time now)
      : overlay_(batch), next_index_(std::move(next_index)), now_(now) {}

  absl::StatusOr<absl::optional<std::string>> Get(store::Table table, absl::string_view key) override;
  absl::StatusOr<std::vector<store::Row>> Scan(store::Table table, const store::Range& range) override;
  absl::Status Put(store::Table table, absl::string_view key, absl::string_view value) override;
  absl::Status Delete(store::Table table, absl::string_view key) override;
  absl::StatusOr<uint64_t> Append(Draft draft) override;
  absl::StatusOr<uint64_t> AppendRefusal(Draft draft) override;
  void AnswerAlso(FurtherAnswer answer) override { further_answers_.push_back(std::move(answer)); }
  absl::Time now() const override { return now_; }

  // Why the store failed under the command, or OK: then the batch is lost.
  const absl::Status& store_failure() const { return store_failure_; }
  // Gives the command's records away: all, or only the refusals.
  std::vector<StagedRecord> TakeRecords(bool refused);
  const store::Overlay& writes() const { return overlay_; }
  const std::vector<FurtherAnswer>& further_answers() const { return further_answers_; }

 private:
  absl::StatusOr<uint64_t> Stage(Draft draft);

  store::Overlay overlay_;
  std::map<v1::LogId, uint64_t> next_index_;
  const absl::Time now_;
  std::vector<StagedRecord> records_;
  std::vector<FurtherAnswer> further_answers_;
  size_t refusals_ = 0;
  absl::Status store_failure_;
};

}  // namespace enlace::ledger

#endif  // ENLACE_GATEWAY_LEDGER_COMMAND_WORK_H_
