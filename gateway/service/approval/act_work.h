// How an act is done on behalf of a proposal, and tried before there is one.
#ifndef ENLACE_GATEWAY_SERVICE_APPROVAL_ACT_WORK_H_
#define ENLACE_GATEWAY_SERVICE_APPROVAL_ACT_WORK_H_

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gateway/ledger/sequencer.h"
#include "gateway/store/overlay.h"

namespace enlace::service {

// Passes everything on, and notes which record the act's answer is about: the one
// marked so, else the first. Borrows the work of the command. Not thread-safe.
class NotingWork final : public ledger::Work {
 public:
  explicit NotingWork(ledger::Work& work) : work_(work) {}

  absl::StatusOr<absl::optional<std::string>> Get(store::Table table, absl::string_view key) override {
    return work_.Get(table, key);
  }
  absl::StatusOr<std::vector<store::Row>> Scan(store::Table table, const store::Range& range) override {
    return work_.Scan(table, range);
  }
  absl::Status Put(store::Table table, absl::string_view key, absl::string_view value) override {
    return work_.Put(table, key, value);
  }
  absl::Status Delete(store::Table table, absl::string_view key) override { return work_.Delete(table, key); }
  absl::StatusOr<uint64_t> Append(ledger::Draft draft) override;
  absl::StatusOr<uint64_t> AppendRefusal(ledger::Draft draft) override {
    return work_.AppendRefusal(std::move(draft));
  }
  void AnswerAlso(ledger::FurtherAnswer answer) override { work_.AnswerAlso(std::move(answer)); }
  absl::Time now() const override { return work_.now(); }

  // Whether there was a record, and where.
  bool has_record() const { return has_record_; }
  v1::LogId log() const { return log_; }
  uint64_t log_index() const { return log_index_; }

 private:
  ledger::Work& work_;
  bool has_record_ = false;
  bool is_marked_ = false;
  v1::LogId log_ = v1::LOG_ID_UNSPECIFIED;
  uint64_t log_index_ = 0;
};

// Sees the state of a command and keeps nothing: to know whether an act could be done
// now. Borrows it. Not thread-safe.
class TryingWork final : public ledger::Work {
 public:
  explicit TryingWork(ledger::Work& work) : overlay_(work), now_(work.now()) {}

  absl::StatusOr<absl::optional<std::string>> Get(store::Table table, absl::string_view key) override {
    return overlay_.Get(table, key);
  }
  absl::StatusOr<std::vector<store::Row>> Scan(store::Table table, const store::Range& range) override {
    return overlay_.Scan(table, range);
  }
  absl::Status Put(store::Table table, absl::string_view key, absl::string_view value) override;
  absl::Status Delete(store::Table table, absl::string_view key) override;
  // Indices are those of no log.
  absl::StatusOr<uint64_t> Append(ledger::Draft) override { return next_++; }
  absl::StatusOr<uint64_t> AppendRefusal(ledger::Draft) override { return next_++; }
  void AnswerAlso(ledger::FurtherAnswer) override {}
  absl::Time now() const override { return now_; }

 private:
  store::Overlay overlay_;
  const absl::Time now_;
  uint64_t next_ = 0;
};

}  // namespace enlace::service

#endif  // ENLACE_GATEWAY_SERVICE_APPROVAL_ACT_WORK_H_
