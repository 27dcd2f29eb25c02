#include "gateway/service/replay/request_replay.h"

#include <algorithm>
#include <set>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "enlace/store/v1/state.pb.h"
#include "gateway/base/status_macros.h"
#include "gateway/base/time_text.h"
#include "gateway/identity/caller.h"
#include "gateway/store/tables.h"

namespace enlace::service {
namespace {

constexpr size_t kPage = 500;

// The name under which the actor's request_ids are remembered.
std::string CallerName(const store::v1::Record& record) {
  identity::Caller caller;
  caller.kind = record.administrator().empty() ? identity::Caller::Kind::kAgency
                                               : identity::Caller::Kind::kAdministrator;
  caller.agency_id = record.actor().agency_id();
  caller.administrator = record.administrator();
  return caller.name();
}

std::string Text(absl::string_view key) { return absl::StrCat("request ", absl::CHexEscape(key)); }

}  // namespace

void RequestReplay::Add(v1::LogId log, uint64_t index, uint64_t tree_size, const store::v1::Record& record) {
  // A refused command leaves its request_id unspent.
  if (record.request_id().empty() || record.refusal() != v1::ERROR_REASON_UNSPECIFIED) return;
  const absl::Time time = base::FromProto(record.record_time());
  const auto [place, is_new] =
      applied_.try_emplace(store::RequestKey(CallerName(record), record.request_id()),
                           Applied{log, index, index, tree_size, time});
  if (is_new) return;
  Applied& applied = place->second;
  // All records of one command have one time, and no two commands share it.
  if (applied.time != time || applied.log != log) applied.again = true;
  applied.last = std::max(applied.last, index);
}

void RequestReplay::CompareRow(const store::Row& row,
                               const std::function<bool(const std::string& hash)>& is_spent, bool is_complete,
                               store::ComparisonReport* report) const {
  store::v1::RequestRow stored;
  if (!stored.ParseFromString(row.value))
    return report->Add(absl::StrCat(Text(row.key), " cannot be parsed"));
  absl::string_view hash = row.key;
  if (absl::ConsumePrefix(&hash, store::RequestKey("token", ""))) {
    if (!is_spent(absl::HexStringToBytes(hash)))
      report->Add(absl::StrCat(Text(row.key), ": no such token was spent"));
    return;
  }
  const auto applied = applied_.find(row.key);
  if (applied == applied_.end()) {
    if (is_complete) report->Add(absl::StrCat(Text(row.key), " is remembered, but no record has it"));
    return;
  }
  const Applied& by_records = applied->second;
  if (stored.log_id() != static_cast<uint32_t>(by_records.log) || stored.log_index() < by_records.first ||
      stored.log_index() > by_records.last) {
    report->Add(absl::StrCat(Text(row.key), " is remembered with another record than its own"));
  } else if (stored.tree_size() != by_records.tree_size) {
    report->Add(absl::StrCat(Text(row.key), " is remembered under a tree of ", stored.tree_size(),
                             " leaves instead of ", by_records.tree_size));
  }
}

absl::Status RequestReplay::Compare(store::Reader& reader,
                                    const std::function<bool(const std::string& hash)>& is_spent,
                                    bool is_complete, store::ComparisonReport* report) const {
  std::set<std::string> remembered;
  store::Range range;
  range.limit = kPage;
  std::vector<store::Row> rows;
  do {
    ASSIGN_OR_RETURN(rows, reader.Scan(store::Table::kRequest, range));
    for (const store::Row& row : rows) {
      ++report->rows;
      remembered.insert(row.key);
      CompareRow(row, is_spent, is_complete, report);
    }
    if (!rows.empty()) range.after = rows.back().key;
  } while (rows.size() == kPage);
  for (const auto& [key, applied] : applied_) {
    if (applied.again) report->Add(absl::StrCat(Text(key), " took effect more than once"));
    if (!remembered.contains(key)) report->Add(absl::StrCat(Text(key), " took effect and is not remembered"));
  }
  return absl::OkStatus();
}

}  // namespace enlace::service
