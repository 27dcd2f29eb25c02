#include "gateway/ledger/command_work.h"

#include <utility>

#include "gateway/base/digest.h"
#include "gateway/base/errors.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"

namespace enlace::ledger {
namespace {

absl::Status CheckDraft(const Draft& draft) {
  const auto is_digest = [](const std::string& bytes) {
    return bytes.empty() || bytes.size() == base::kSha256Size;
  };
  if (draft.log != v1::LOG_ID_CASE && draft.log != v1::LOG_ID_TRUST)
    return base::InternalError("draft: no such log");
  if (draft.subject.empty()) return base::InternalError("draft: has no subject");
  if (!is_digest(draft.actor_key_id)) return base::InternalError("draft: actor_key_id must have 32 bytes");
  if (!is_digest(draft.record.sealed_digest()))
    return base::InternalError("draft: sealed_digest must have 32 bytes");
  if (!draft.feed.empty() && draft.log != v1::LOG_ID_CASE) {
    return base::InternalError("draft: only records of the case log reach feeds");
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<absl::optional<std::string>> CommandWork::Get(store::Table table, absl::string_view key) {
  auto row = overlay_.Get(table, key);
  if (!row.ok()) store_failure_ = row.status();
  return row;
}

absl::StatusOr<std::vector<store::Row>> CommandWork::Scan(store::Table table, const store::Range& range) {
  auto rows = overlay_.Scan(table, range);
  if (!rows.ok()) store_failure_ = rows.status();
  return rows;
}

absl::Status CommandWork::Put(store::Table table, absl::string_view key, absl::string_view value) {
  overlay_.Put(table, key, value);
  return absl::OkStatus();
}

absl::Status CommandWork::Delete(store::Table table, absl::string_view key) {
  overlay_.Delete(table, key);
  return absl::OkStatus();
}

absl::StatusOr<uint64_t> CommandWork::Append(Draft draft) { return Stage(std::move(draft)); }

absl::StatusOr<uint64_t> CommandWork::AppendRefusal(Draft draft) {
  if (records_.size() != refusals_) return base::InternalError("AppendRefusal must come before Append");
  // A refusal tells no feed: nothing happened.
  draft.feed.clear();
  ASSIGN_OR_RETURN(const uint64_t index, Stage(std::move(draft)));
  ++refusals_;
  return index;
}

absl::StatusOr<uint64_t> CommandWork::Stage(Draft draft) {
  RETURN_IF_ERROR(CheckDraft(draft));
  *draft.record.mutable_record_time() = base::ToProto(now_);
  const uint64_t index = next_index_[draft.log]++;
  records_.push_back(StagedRecord{std::move(draft), index});
  return index;
}

std::vector<StagedRecord> CommandWork::TakeRecords(bool refused) {
  if (refused) records_.resize(refusals_);
  return std::move(records_);
}

}  // namespace enlace::ledger
