#include "gateway/service/approval/act_work.h"

#include "gateway/base/status_macros.h"

namespace enlace::service {

absl::StatusOr<uint64_t> NotingWork::Append(ledger::Draft draft) {
  const v1::LogId log = draft.log;
  const bool is_marked = draft.is_answer;
  // The command's own answer is about the approval.
  draft.is_answer = false;
  ASSIGN_OR_RETURN(const uint64_t index, work_.Append(std::move(draft)));
  if (!has_record_ || (is_marked && !is_marked_)) {
    has_record_ = true;
    is_marked_ = is_marked;
    log_ = log;
    log_index_ = index;
  }
  return index;
}

absl::Status TryingWork::Put(store::Table table, absl::string_view key, absl::string_view value) {
  overlay_.Put(table, key, value);
  return absl::OkStatus();
}

absl::Status TryingWork::Delete(store::Table table, absl::string_view key) {
  overlay_.Delete(table, key);
  return absl::OkStatus();
}

}  // namespace enlace::service
